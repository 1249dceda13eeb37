import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { createTransport, TransportError, type HttpRequest, type HttpResponse } from '../../support/exchange';
import { expressPlayConfiguration, hostileExpressPlay } from '../hostile-expressplay';
import { runAgainst, seesConfiguration } from '../hostile-run';
import { HostileServer } from '../hostile-server';
import { rawAnswers, write, type RawAnswer } from './raw-bytes';
import { INPUTS, SEED, TIMES } from './runs';

const TIMEOUT_MS = 100;
const CAP = 64 * 1024;
/** A machine that has other things to do may be late by so much. */
const GRACE_MS = 5000;

/** A call of the transport to a server that writes such bytes always comes to an end. @returns inputs tried */
export async function fuzzTransport(): Promise<number> {
  let now: RawAnswer | undefined;
  let tried = 0;
  const server = await HostileServer.tcp((socket) => {
    socket.once('data', () => void write(socket, now!));
  });
  const options = { timeoutMs: TIMEOUT_MS, maxResponseBytes: CAP };
  const ways = [true, false].map((keepAlive) => createTransport({ ...options, keepAlive }));
  const input = fc.record({
    answer: rawAnswers,
    method: fc.constantFrom('GET', 'POST', 'HEAD'),
    way: fc.nat({ max: 1 }),
  });
  const property = fc.asyncProperty(input, async ({ answer, method, way }) => {
    now = answer;
    tried += 1;
    const body = method === 'POST' ? Buffer.from('a body') : Buffer.alloc(0);
    const request: HttpRequest = { method, url: `${server.origin}/path?secret=1`, headers: {}, body };
    const started = performance.now();
    const outcome = await inTime(ways[way]!(request));
    const tookMs = performance.now() - started;
    const problem = problemOf(outcome);
    if (problem !== undefined) throw new Error(problem);
    if (tookMs > TIMEOUT_MS + GRACE_MS) throw new Error(`it took ${tookMs} ms`);
  });
  try {
    await fc.assert(property, { seed: SEED, numRuns: INPUTS.sockets['bytes to the transport'] * TIMES });
  } finally {
    for (const way of ways) way.close();
    await server.close();
  }
  return tried;
}

/** What came of it; `undefined`: nothing within any limit. */
async function inTime(call: Promise<HttpResponse>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), TIMEOUT_MS + 2 * GRACE_MS);
  });
  try {
    return await Promise.race([call.catch((error: unknown) => error), late]);
  } finally {
    clearTimeout(timer);
  }
}

function problemOf(outcome: unknown): string | undefined {
  if (outcome === undefined) return 'the call hangs';
  if (outcome instanceof TransportError) {
    return outcome.message.includes('secret') ? `the query is told: ${outcome.message}` : undefined;
  }
  if (outcome instanceof Error) return `the call throws ${outcome.stack ?? outcome.message}`;
  const { status, headers, body } = outcome as HttpResponse;
  if (!Number.isInteger(status)) return `the status is ${String(status)}`;
  if (!Buffer.isBuffer(body) || body.length > CAP) return 'the body is none, or longer than allowed';
  const odd = Object.entries(headers).find(([name, value]) => name !== name.toLowerCase() || typeof value !== 'string');
  return odd === undefined ? undefined : `the header ${odd[0]} is odd`;
}

/** Registration, a title for it, and one without: every kind of call. */
const TAGS = '@SEQ-02 or @SEQ-23 or @SEQ-41';
/** With the limits of these configurations even a target that hangs in every call is through by then. */
const LONGEST_MS = 15_000;

/** Checks that cannot pass, because no such bytes hold a token URL, a history or a license. */
const IMPOSSIBLE: Readonly<Record<Voice, RegExp>> = {
  SEES: /^(SEQ|EP)-/,
  'token service': /^(SEQ-|EP-LIC-)/,
  'record service': /^SEQ-(3[0-9]|4[0-2])/,
  'license service': /^(SEQ-(3[5-9]|4[0-2])|EP-LIC-0[1-8])/,
};

export type Voice = 'SEES' | 'token service' | 'record service' | 'license service';

/** Some scenarios against somebody who writes such bytes in answer to every request, one after the other. @returns inputs tried */
export async function fuzzRuns(voice: Voice): Promise<number> {
  let tried = 0;
  const input = fc.array(rawAnswers, { minLength: 1, maxLength: 4 });
  const property = fc.asyncProperty(input, async (answers) => {
    tried += 1;
    let turn = 0;
    const next = (): RawAnswer => answers[turn++ % answers.length]!;
    const server = await serverOf(voice, next);
    try {
      const configuration =
        voice === 'SEES'
          ? seesConfiguration(`${server.origin}/s`, { tags: TAGS })
          : expressPlayConfiguration(server.origin, { tags: TAGS });
      const { report, problems, durationMs } = await runAgainst(configuration);
      if (report.totals['harness-error'] > 0) throw new Error(`harness-error: ${JSON.stringify(report.requirements)}`);
      const passed = report.requirements.flatMap(({ checks }) =>
        checks.filter(({ id, outcome }) => outcome === 'pass' && IMPOSSIBLE[voice].test(id)),
      );
      if (passed.length > 0) throw new Error(`passed: ${passed.map(({ id, reason }) => `${id} (${reason})`).join()}`);
      if (problems.length > 0) throw new Error(problems.join('\n'));
      if (durationMs > LONGEST_MS) throw new Error(`it took ${durationMs} ms`);
    } finally {
      await server.close();
    }
  });
  await fc.assert(property, { seed: SEED, numRuns: INPUTS.sockets[`bytes of a ${voice}`] * TIMES });
  return tried;
}

function serverOf(voice: Voice, next: () => RawAnswer): Promise<HostileServer> {
  switch (voice) {
    case 'SEES':
      return HostileServer.http((_request, response) => speak(response, next()));
    case 'token service':
      return hostileExpressPlay({ token: (response) => speak(response, next()) });
    case 'record service':
      return hostileExpressPlay({ record: (response) => speak(response, next()) });
    case 'license service':
      return hostileExpressPlay({ license: (response) => speak(response, next()) });
  }
}

/** Whoever asked may have gone. */
function speak({ socket }: ServerResponse, answer: RawAnswer): void {
  if (socket !== null) void write(socket, answer);
}
