import type { Bodies } from './body';
import type { Expectation } from './expectation';
import type { RehearsedRequest, RehearsedScenario } from './rehearsal';

/** What every such file begins with: how to send, and where bodies are. */
const HEAD = `'use strict';

const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const axios = require('axios');

const { SEES: sees, EXPRESSPLAY: expressplay } = process.env;
const client = axios.create({ responseType: 'arraybuffer', validateStatus: () => true, maxRedirects: 0, proxy: false });
let sent = 0;

async function send(method, url, headers, data) {
  sent += 1;
  const response = await client.request({ method, url, headers, data });
  return {
    status: response.status,
    type: response.headers['content-type'],
    bytes: response.data,
    text: response.data.toString(),
    get json() {
      return JSON.parse(this.text);
    },
  };
}

const file = (name) => readFileSync(join(__dirname, name));
const token = (text) => /ExpressPlayToken=([^&\\s"]*)/.exec(text)[1];

after(() => console.log(sent + ' requests sent'));
`;

/** The scenarios as tests for mocha, requests sent by axios: a test of each scenario, an assertion a line. */
export function mochaFile(scenarios: readonly RehearsedScenario[], bodies: Bodies): string {
  const features = [...new Set(scenarios.map(({ feature }) => feature))];
  const suites = features.map((feature) => {
    const own = scenarios.filter((scenario) => scenario.feature === feature);
    return `describe(${text(feature)}, () => {\n${own.map((scenario) => test(scenario, bodies)).join('\n')}});\n`;
  });
  return [HEAD, ...suites].join('\n');
}

function test({ name, requests }: RehearsedScenario, bodies: Bodies): string {
  const lines = requests.flatMap((request) => sending(request, bodies));
  return [`  it(${text(name)}, async () => {`, ...lines.map((line) => `    ${line}`), '  });', ''].join('\n');
}

function sending(request: RehearsedRequest, bodies: Bodies): string[] {
  const { number, method, url, headers, expectations, handsOut } = request;
  const answer = `answer${number}`;
  const parsed = `json${number}`;
  const readsJson = expectations.some(({ kind }) => JSON_KINDS.has(kind));
  // axios would name a type of its own where there is none.
  const named = { ...('content-type' in headers ? {} : { 'content-type': false }), ...headers };
  const entries = Object.entries(named).map(
    ([name, value]) => `${text(name)}: ${typeof value === 'string' ? filled(value) : String(value)}`,
  );
  return [
    `const ${answer} = await send(${text(method)}, ${filled(url)}, { ${entries.join(', ')} }${bodyOf(request, bodies)});`,
    ...(readsJson ? [`const ${parsed} = ${answer}.json;`] : []),
    ...expectations.map((expectation) => assertion(expectation, answer, parsed)),
    ...(handsOut ? [`const token${number} = token(${answer}.text);`] : []),
  ];
}

const JSON_KINDS: ReadonlySet<Expectation['kind']> = new Set(['json', 'type', 'member', 'member-matches']);

function assertion(expectation: Expectation, answer: string, parsed: string): string {
  switch (expectation.kind) {
    case 'status':
      return `assert.equal(${answer}.status, ${expectation.is});`;
    case 'content-type':
      return `assert.equal(${answer}.type, ${JSON.stringify(expectation.is)});`;
    case 'json':
      return `assert.equal(Array.isArray(${parsed}), ${expectation.is === 'array'});`;
    case 'type':
      return `assert.equal(typeof ${parsed}.${expectation.member}, ${text(expectation.is)});`;
    case 'member':
      return `assert.equal(${parsed}.${expectation.member}, ${JSON.stringify(expectation.is)});`;
    case 'member-matches':
      return `assert.match(${parsed}.${expectation.member}, ${String(expectation.pattern)});`;
    case 'body-matches':
      return `assert.match(${answer}.text, ${String(expectation.pattern)});`;
    case 'body-lacks':
      return `assert.ok(!${answer}.text.includes(${text(expectation.text)}));`;
    case 'some-bytes':
      return `assert.ok(${answer}.bytes.length > 0);`;
  }
}

function bodyOf(request: RehearsedRequest, bodies: Bodies): string {
  const body = bodies.of(request);
  switch (body.kind) {
    case 'none':
      return '';
    case 'json':
      // With another content type axios would write an object in another way.
      return request.headers['content-type'] === 'application/json'
        ? `, ${body.text}`
        : `, Buffer.from(${text(body.text)})`;
    case 'text':
      return `, Buffer.from(${text(body.text)})`;
    case 'file':
      return `, file(${text(body.name)})`;
  }
}

/** As a string literal. */
function text(value: string): string {
  return JSON.stringify(value);
}

/** As a literal with the variables of the recording. */
function filled(value: string): string {
  return `\`${value.replaceAll(/[`\\$]/gu, '\\$&').replaceAll(/\{\{(\w+)\}\}/gu, '${$1}')}\``;
}
