import type { ServerResponse } from 'node:http';
import { CANARIES, spellingsOf } from './canaries';

/** Where a target that got hold of a secret could put it, and how. */
const ECHOES: Readonly<Record<string, (said: readonly string[], response: ServerResponse) => void>> = {
  'error text of a refusal': (said, response) =>
    json(response, 200, { isAllowed: false, version: 1, epTokenURL: '', error: 7, errorText: said.join(' | ') }),
  'members of a JSON answer': (said, response) =>
    json(response, 500, Object.fromEntries(said.map((text, index) => [`m${String(index)}`, { [text]: [text] }]))),
  'a JSON answer inside JSON': (said, response) =>
    json(response, 400, { errorText: JSON.stringify({ errorCode: -2002, errorMessage: JSON.stringify(said) }) }),
  'an HTML page': (said, response) =>
    response
      .writeHead(502, { 'content-type': 'text/html' })
      .end(`<html><title>${said.join('</title><p>')}</p><!-- ${said.join('\n')} --></html>`),
  'plain text without a type': (said, response) => response.writeHead(503).end(said.join('\n')),
  headers: (said, response) => {
    for (const [index, text] of said.entries()) response.setHeader(`x-echo-${String(index)}`, line(text));
    response.writeHead(401, { 'www-authenticate': `Bearer ${line(said[0] ?? '')}` }).end();
  },
  'the location of a redirect': (said, response) =>
    response
      .writeHead(302, { location: `http://127.0.0.1:9/${line(said.join('/'))}?x=${line(said.join('&x='))}` })
      .end(),
  'the reason of a status': (said, response) => response.writeHead(500, line(said.slice(0, 12).join(' '))).end(),
  'the URL of a grant': (said, response) => {
    const epTokenURL = `http://127.0.0.1:9/hms/fp/rights/?ExpressPlayToken=${said.map(encodeURIComponent).join('&t=')}`;
    json(response, 200, { isAllowed: true, version: 1, epTokenURL });
  },
};

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** As a header may hold it. */
function line(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ');
}

/** Two canaries in each answer, in turn: each of them comes to every place before one comes there twice. */
export class Echo {
  #answers = 0;
  readonly #pairs = new Set<string>();

  /** Pairs of canary and place that were sent so far. */
  get planted(): number {
    return this.#pairs.size;
  }

  answer(response: ServerResponse): void {
    const places = Object.entries(ECHOES);
    const round = Math.floor(this.#answers / places.length) * 2;
    const [name, place] = places[this.#answers % places.length] ?? [];
    this.#answers += 1;
    const said = [round, round + 1].flatMap((number) => {
      const at = number % CANARIES.length;
      this.#pairs.add(`${String(name)} ${String(at)}`);
      return [...spellingsOf(CANARIES[at]?.value ?? '').values()];
    });
    place?.(said, response);
  }
}

/** What the secrecy tests look through: a kind of output each. */
const OUTPUTS = [
  'run: every file under --out',
  'run: terminal',
  'run --json --debug: terminal and files',
  'run: the report in HTML, its data decoded',
  'run, ended by an error nobody caught',
  'run, ended by a rejection nobody caught',
  'run, with files that cannot be written',
  'run, with nobody reading its output',
  'cucumber-js, with a step that throws',
  'report',
  'plan',
  'plan --json',
  'serve',
  'spc inspect',
  'explain',
  'messages about configurations',
] as const;

/** Counted here, where the tests get them from; the same on every machine. */
export function canaryTrials(): {
  canaries: number;
  spellings: number;
  echoes: number;
  outputs: number;
  planted: number;
} {
  const spellings = spellingsOf('00').size;
  const echoes = Object.keys(ECHOES).length;
  return {
    canaries: CANARIES.length,
    spellings,
    echoes,
    outputs: OUTPUTS.length,
    planted: CANARIES.length * spellings * echoes,
  };
}
