import type { Operation, Party } from '../../exchange';
import type { JudgedFinding, ScenarioRecord, StepRecord } from '../../verdict';
import type { LabelledExchange } from '../described';

/** Records as the engine hands them to listeners, for specs. */

const START = Date.UTC(2026, 0, 2, 3, 4, 5);
const EP = 'https://ep.example';

interface Leg {
  readonly operation: Operation;
  readonly from: Party;
  readonly to: Party;
  readonly url: string;
  readonly body?: string;
  readonly status?: number;
  readonly answer?: string;
  readonly failure?: string;
  readonly license?: string;
  readonly meant?: string;
}

/** Sends and answers in the order told; a leg sent while another is open is nested in it. */
export class Script {
  readonly exchanges: LabelledExchange[] = [];
  readonly notes: { tick: number; ms: number; text: string }[] = [];
  #tick = 0;

  send(leg: Leg, within?: () => void): this {
    const number = this.exchanges.length + 1;
    const startTick = this.#next();
    this.exchanges.push({
      number,
      operation: leg.operation,
      from: leg.from,
      to: leg.to,
      startMs: START + startTick,
      startTick,
      request: {
        method: leg.operation === 'record' ? 'GET' : 'POST',
        url: leg.url,
        headers: { accept: '*/*' },
        body: leg.body ?? '',
      },
      ...(leg.meant !== undefined && { meant: leg.meant }),
    });
    within?.();
    const open = this.exchanges[number - 1];
    if (open === undefined) throw new Error('no exchange');
    if (leg.status === undefined && leg.failure === undefined) return this;
    const endTick = this.#next();
    this.exchanges[number - 1] = {
      ...open,
      endTick,
      endMs: START + endTick,
      ...(leg.status !== undefined && {
        response: { status: leg.status, headers: { 'content-type': 'application/json' }, body: leg.answer ?? '' },
      }),
      ...(leg.failure !== undefined && { failure: leg.failure }),
      ...(leg.license !== undefined && { license: leg.license }),
    };
    return this;
  }

  note(text: string): this {
    const tick = this.#next();
    this.notes.push({ tick, ms: START + tick, text });
    return this;
  }

  entitlement(type: 1 | 2 | 3, token: number, within?: () => void, more: Partial<Leg> = {}): this {
    const body = {
      messageID: `m-${String(token)}`,
      version: 1,
      requestType: type,
      contentID: 'movie-1',
      cookie: '<device #1>',
    };
    const answer = { messageID: body.messageID, isAllowed: true, epTokenURL: licenseUrl(token) };
    return this.send(
      {
        operation: 'entitlement',
        from: 'client',
        to: 'sees',
        url: 'https://sees.example/entitlement',
        body: JSON.stringify(body),
        status: 200,
        answer: JSON.stringify(answer),
        ...more,
      },
      within,
    );
  }

  token(
    token: number,
    parameters = 'contentKey=<contentKey #1>&iv=<iv #1>&cookie=<device #1>',
    more: Partial<Leg> = {},
  ): this {
    return this.send({
      operation: 'token',
      from: 'sees',
      to: 'expressplay',
      url: `${EP}/hms/fp/token?customerAuthenticator=<authenticator #1>&${parameters}`,
      status: 200,
      answer: licenseUrl(token),
      ...more,
    });
  }

  record(more: Partial<Leg> = {}): this {
    return this.send({
      operation: 'record',
      from: 'sees',
      to: 'expressplay',
      url: `${EP}/cmiapi/getrecord/?customerAuthenticator=<authenticator #1>&cookie=<device #1>`,
      status: 200,
      answer: '[{"device_id":"<device #2>","error_code":0}]',
      ...more,
    });
  }

  license(token: number, more: Partial<Leg> = {}): this {
    return this.send({
      operation: 'license',
      from: 'client',
      to: 'expressplay',
      url: licenseUrl(token),
      body: 'SPC, version 1, 1,248 bytes',
      status: 200,
      answer: 'CKC, version 1, 432 bytes',
      license: 'opens with the title key',
      ...more,
    });
  }

  #next(): number {
    this.#tick += 1;
    return this.#tick;
  }
}

const DENIED: Partial<Leg> = { status: 403, answer: '{"errorCode":-4001,"errorMessage":"not the bound device"}' };

/** Registration, then a bound token: every arrow from B1 to B16. */
export function bindingScript(): Script {
  const script = new Script();
  script.entitlement(2, 1, () => script.token(1), { meant: 'device A begins its registration' });
  script.license(1, { meant: 'device A registers' });
  script.entitlement(
    3,
    2,
    () =>
      script
        .record()
        .token(
          2,
          'contentKey=<contentKey #1>&iv=<iv #1>&cookie=<device #1>&deviceid=<device #2>&expirationTime=%2B3600',
        ),
    { meant: 'device A asks for a bound token' },
  );
  script.license(2, { meant: 'device A redeems its token' });
  return script;
}

export function timeScript(): Script {
  const script = new Script();
  script.entitlement(1, 1, () => script.token(1, 'contentKey=<contentKey #1>&iv=<iv #1>&expirationTime=%2B60'));
  return script
    .license(1)
    .note('clock moved by 61 s')
    .license(1, { ...DENIED, meant: 'one second late' });
}

export function finding(more: Partial<JudgedFinding> = {}): JudgedFinding {
  return {
    check: 'SEQ-42',
    verdict: 'right',
    message: 'device B got no license',
    level: 'MUST',
    outcome: 'pass',
    invariant: false,
    ...more,
  };
}

/** The second device gets a license it must not get. */
export function wrongFinding(exchange: number, more: Partial<JudgedFinding> = {}): JudgedFinding {
  return finding({
    verdict: 'wrong',
    outcome: 'fail',
    message: 'device B opened a license with a token that is bound to device A',
    expected: 'a refusal: the device id in the token URL is not that of the SPC',
    observed: 'HTTP 200 with a CKC that opens with the title key <contentKey #1>',
    exchange,
    ...more,
  });
}

export function step(text: string, more: Partial<StepRecord> = {}): StepRecord {
  return {
    text,
    status: 'passed',
    message: '',
    startMs: START,
    endMs: START + 4,
    exchanges: [],
    findings: [],
    ...more,
  };
}

export function record(script: Script, more: Partial<ScenarioRecord> = {}): ScenarioRecord {
  const numbers = script.exchanges.map(({ number }) => number);
  const findings = more.findings ?? [finding({ exchange: numbers.at(-1) ?? 1 })];
  return {
    id: 'features/sequence/device-binding.feature: The bound device plays',
    name: 'The bound device plays',
    feature: 'Device-bound license (arrows B6 to B16)',
    featureDescription: 'From the second entitlement request to the license.',
    rule: 'A token bound to a device gives that device a license',
    ruleDescription: '',
    uri: 'features/sequence/device-binding.feature',
    line: 12,
    requirements: ['SEQ-42', 'EP-LIC-06'],
    tags: ['slow'],
    parameters: {},
    startMs: START,
    endMs: START + 40,
    steps: [
      step('Given device A is registered', { exchanges: numbers.slice(0, -1) }),
      step('When it plays', { exchanges: numbers.slice(-1) }),
      step('Then it gets a license', { findings }),
    ],
    exchanges: script.exchanges,
    traffic: [],
    notes: script.notes,
    findings,
    status: 'passed',
    statusReason: '',
    ...more,
  };
}

/** A device mismatch that the target lets through. */
export function failedRecord(): ScenarioRecord {
  const script = bindingScript();
  script.note('fault switched on: device match off').license(2, { meant: "device B redeems device A's token URL" });
  const findings = [wrongFinding(8), finding({ check: 'EP-LIC-06', exchange: 7 })];
  return record(script, {
    id: 'features/sequence/device-mismatch.feature: A second device redeems the URL',
    name: 'The bound token URL travels to a second device',
    uri: 'features/sequence/device-mismatch.feature',
    findings,
    parameters: { form: 'relative', offset: '+1' },
    status: 'failed',
    statusReason: 'SEQ-42: device B opened a license with a token that is bound to device A',
    steps: [
      step('Given device A is registered', { exchanges: [1, 2, 3] }),
      step('And device A got a license', { exchanges: [4, 5, 6, 7] }),
      step('When device B redeems the URL', { exchanges: [8] }),
      step('Then device B gets no license', {
        status: 'failed',
        message: 'SEQ-42: device B opened a license',
        findings,
      }),
    ],
  });
}

function licenseUrl(token: number): string {
  return `${EP}/hms/fp/rights/?ExpressPlayToken=<token #${String(token)}>`;
}
