import type { Bodies } from './body';
import type { Expectation } from './expectation';
import type { RehearsedRequest, RehearsedScenario } from './rehearsal';

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

/**
 * The scenarios as a Postman collection: a folder of each, with a request and one test of all its assertions each. The cheapest
 * way to write it: a test of each assertion would take newman longer.
 */
export function collection(scenarios: readonly RehearsedScenario[], bodies: Bodies): object {
  const features = [...new Set(scenarios.map(({ feature }) => feature))];
  return {
    info: { name: 'The exchanges of sees-conformance', schema: SCHEMA },
    item: features.map((feature) => ({
      name: feature,
      item: scenarios
        .filter((scenario) => scenario.feature === feature)
        .map(({ name, requests }) => ({ name, item: requests.map((request) => item(request, bodies)) })),
    })),
  };
}

function item(request: RehearsedRequest, bodies: Bodies): object {
  const { number, operation, method, url, headers } = request;
  return {
    name: `${number}. ${operation}`,
    request: {
      method,
      url,
      header: Object.entries(headers).map(([key, value]) => ({ key, value })),
      ...bodyOf(request, bodies),
    },
    event: [{ listen: 'test', script: { type: 'text/javascript', exec: script(request) } }],
    // Sent as it is: bodies with any method, URLs as they are spelled.
    protocolProfileBehavior: { disableBodyPruning: true, disableUrlEncoding: true, followRedirects: false },
  };
}

function bodyOf(request: RehearsedRequest, bodies: Bodies): object {
  const body = bodies.of(request);
  if (body.kind === 'none') return {};
  return { body: body.kind === 'file' ? { mode: 'file', file: { src: body.name } } : { mode: 'raw', raw: body.text } };
}

function script({ number, operation, expectations, handsOut }: RehearsedRequest): string[] {
  const kinds = new Set(expectations.map(({ kind }) => kind));
  const readsJson = (['json', 'type', 'member', 'member-matches'] as const).some((kind) => kinds.has(kind));
  const readsText = handsOut || kinds.has('body-matches') || kinds.has('body-lacks');
  return [
    ...(readsText ? ['const text = pm.response.text();'] : []),
    ...(readsJson ? ['const json = pm.response.json();'] : []),
    `pm.test(${JSON.stringify(`${operation} ${number}`)}, () => {`,
    ...expectations.map((expectation) => `  ${assertion(expectation)}`),
    '});',
    ...(handsOut
      ? [`pm.collectionVariables.set('token${number}', /ExpressPlayToken=([^&\\s"]*)/.exec(text)[1]);`]
      : []),
  ];
}

function assertion(expectation: Expectation): string {
  switch (expectation.kind) {
    case 'status':
      return `pm.expect(pm.response.code).to.equal(${expectation.is});`;
    case 'content-type':
      return `pm.expect(pm.response.headers.get('content-type')).to.equal(${JSON.stringify(expectation.is)});`;
    case 'json':
      return `pm.expect(Array.isArray(json)).to.equal(${expectation.is === 'array'});`;
    case 'type':
      return `pm.expect(json.${expectation.member}).to.be.a(${JSON.stringify(expectation.is)});`;
    case 'member':
      return `pm.expect(json.${expectation.member}).to.equal(${JSON.stringify(expectation.is)});`;
    case 'member-matches':
      return `pm.expect(json.${expectation.member}).to.match(${String(expectation.pattern)});`;
    case 'body-matches':
      return `pm.expect(text).to.match(${String(expectation.pattern)});`;
    case 'body-lacks':
      return `pm.expect(text).to.not.include(${JSON.stringify(expectation.text)});`;
    case 'some-bytes':
      return 'pm.expect(pm.response.responseSize).to.be.above(0);';
  }
}
