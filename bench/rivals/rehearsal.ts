import { createTransport } from '../../support/exchange';
import { expectationsOf, type Expectation } from './expectation';
import { tokenIn, type RecordedRequest, type RecordedScenario, type Recording } from './recording';
import { withDoubles } from './second-process';

export interface RehearsedRequest extends RecordedRequest {
  readonly expectations: readonly Expectation[];
}

export interface RehearsedScenario extends RecordedScenario {
  readonly requests: readonly RehearsedRequest[];
}

/**
 * Sends everything once, one after the other, to fresh doubles and writes down what they answer. Not always what the run
 * saw: nobody tells these doubles to fail or to be late, as a run does.
 */
export function rehearse(recording: Recording): Promise<readonly RehearsedScenario[]> {
  return withDoubles(recording, async ({ sees, expressplay }) => {
    const call = createTransport();
    try {
      const rehearsed: RehearsedScenario[] = [];
      for (const scenario of recording.scenarios) {
        const requests: RehearsedRequest[] = [];
        const variables = new Map([
          ['sees', sees],
          ['expressplay', expressplay],
        ]);
        const filled = (text: string): string =>
          text.replaceAll(/\{\{(\w+)\}\}/gu, (whole, name: string) => variables.get(name) ?? whole);
        for (const request of scenario.requests) {
          const headers = Object.fromEntries(
            Object.entries(request.headers).map(([name, value]) => [name, filled(value)]),
          );
          const answer = await call({ ...request, url: filled(request.url), headers });
          const token = tokenIn(request.operation, answer.body.toString());
          if (request.handsOut && token === undefined) {
            throw new Error(`${scenario.name}: request ${request.number} brings no token when it is sent again`);
          }
          if (token !== undefined) variables.set(`token${request.number}`, token);
          requests.push({ ...request, expectations: expectationsOf(request, answer, recording) });
        }
        rehearsed.push({ ...scenario, requests });
      }
      return rehearsed;
    } finally {
      call.close();
    }
  });
}
