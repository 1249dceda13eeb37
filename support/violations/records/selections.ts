import type { Handler, HttpRequest, HttpResponse } from '../../exchange';
import {
  parametersOf,
  serviceOf,
  serviceReadsWith,
  valueOf,
  withJson,
  withParameters,
  type Facts,
  type Parameters,
} from '../making';
import type { Violation } from '../violation';

type Ask = (selectors: Parameters, change?: Parameters) => Promise<readonly unknown[]>;

interface Told {
  readonly selectors: Parameters;
  /** What the right answer holds. */
  readonly events: readonly unknown[];
  /** What the service would say to other selectors, under the authenticator that came or another. */
  readonly ask: Ask;
}

const SELECTORS = ['cookie', 'id', 'start', 'length'];

/** The record service tells of other events than it should. @param tell undefined: the right ones */
function tells(facts: Facts, tell: (told: Told) => Promise<readonly unknown[] | undefined>): Violation {
  return {
    ...facts,
    party: 'expressplay',
    expressplay: (handler, applied) => async (request) => {
      const right = await handler(request);
      const events = serviceOf(request) === 'record' ? eventsIn(right) : undefined;
      if (events === undefined) return right;
      const parameters = parametersOf(request);
      const selectors = parameters.filter(([name]) => SELECTORS.includes(name));
      const wrong = await tell({ selectors, events, ask: asking(handler, request) });
      if (wrong === undefined || JSON.stringify(wrong) === JSON.stringify(events)) return right;
      applied();
      return withJson(right, wrong);
    },
  };
}

function asking(handler: Handler, request: HttpRequest): Ask {
  const others = parametersOf(request).filter(([name]) => !SELECTORS.includes(name));
  return async (selectors, change = others) =>
    eventsIn(await handler(withParameters(request, [...change, ...selectors]))) ?? [];
}

function eventsIn({ status, body }: HttpResponse): readonly unknown[] | undefined {
  if (status !== 200) return undefined;
  const json: unknown = JSON.parse(body.toString('utf8'));
  return Array.isArray(json) ? json : undefined;
}

const window = (start: number, length: number): Parameters => [
  ['start', String(start)],
  ['length', String(length)],
];
const ALL = window(0, 1_000_000);

const cookieIn = (event: unknown): string => (event as { readonly cookie?: string }).cookie ?? '';

/** Events whose cookie is like the one asked for. */
function alike(facts: Facts, same: (cookie: string, asked: string) => boolean): Violation {
  return tells(facts, async ({ selectors, ask }) => {
    const [selector, ...others] = selectors;
    if (selector?.[0] !== 'cookie' || others.length > 0) return undefined;
    const found = (await ask(ALL)).filter((event) => same(cookieIn(event), selector[1]));
    return found.slice(0, 32);
  });
}

function windowRead(id: string, sentence: string, change: (start: number, length: number) => Parameters): Violation {
  return serviceReadsWith({ id, sentence, breaks: ['EP-REC-23'], consequences: [] }, 'record', (parameters) => {
    const [start, length] = ['start', 'length'].map((name) => valueOf(parameters, name));
    if (start === undefined || length === undefined || parameters.some(([name]) => name === 'cookie'))
      return parameters;
    const read = change(Number(start), Number(length));
    if (JSON.stringify(read) === JSON.stringify(window(Number(start), Number(length)))) return parameters;
    return [...parameters.filter(([name]) => name !== 'start' && name !== 'length'), ...read];
  });
}

export const SELECTIONS: readonly Violation[] = [
  tells(
    {
      id: 'thirty-three-most-recent-events',
      sentence: 'ExpressPlay tells of the 33 most recent events where no selector is given.',
      breaks: ['EP-REC-20'],
      consequences: [],
    },
    async ({ selectors, ask }) => (selectors.length === 0 ? ask(window(0, 33)) : undefined),
  ),
  tells(
    {
      id: 'thirty-one-most-recent-events',
      sentence: 'ExpressPlay tells of the 31 most recent events where no selector is given.',
      breaks: ['EP-REC-20'],
      consequences: [],
    },
    async ({ selectors, ask }) => (selectors.length === 0 ? ask(window(0, 31)) : undefined),
  ),
  tells(
    {
      id: 'oldest-events-without-selector',
      sentence: 'ExpressPlay tells of the oldest 32 events where no selector is given.',
      breaks: ['EP-REC-20'],
      consequences: [],
    },
    async ({ selectors, ask }) => (selectors.length === 0 ? (await ask(ALL)).slice(-32) : undefined),
  ),
  tells(
    {
      id: 'thirty-three-events-of-a-cookie',
      sentence: 'ExpressPlay tells of the 33 most recent events of a cookie.',
      breaks: ['EP-REC-21.count'],
      consequences: [],
    },
    async ({ selectors, ask }) => {
      const [selector] = selectors;
      if (selectors.length !== 1 || selector?.[0] !== 'cookie') return undefined;
      return (await ask(ALL)).filter((event) => cookieIn(event) === selector[1]).slice(0, 33);
    },
  ),
  alike(
    {
      id: 'cookie-selector-ignores-case',
      sentence: 'ExpressPlay takes cookies that differ in case for the same.',
      breaks: ['EP-REC-21.filter'],
      consequences: [],
    },
    (cookie, asked) => cookie.toLowerCase() === asked.toLowerCase(),
  ),
  alike(
    {
      id: 'cookie-selector-by-prefix',
      sentence: 'ExpressPlay tells of the events of every cookie that begins with the one asked for.',
      breaks: ['EP-REC-21.filter'],
      consequences: [],
    },
    (cookie, asked) => asked !== '' && cookie.startsWith(asked),
  ),
  alike(
    {
      id: 'cookie-selector-ignores-blanks',
      sentence: 'ExpressPlay takes cookies that differ in a blank at their end for the same.',
      breaks: ['EP-REC-21.filter'],
      consequences: [],
    },
    (cookie, asked) => cookie.trimEnd() === asked.trimEnd(),
  ),
  tells(
    {
      id: 'events-of-others-fill-up',
      sentence: 'ExpressPlay fills an answer by cookie up with the latest events of others.',
      breaks: ['EP-REC-21.filter'],
      // Where others redeemed before, their devices come under this cookie.
      consequences: ['EP-REC-26', 'EP-LIC-13', 'SEQ-24', 'SEQ-28'],
    },
    async ({ selectors, events, ask }) => {
      if (selectors[0]?.[0] !== 'cookie' || events.length === 0 || events.length >= 32) return undefined;
      const more = (await ask(window(0, 64))).filter((event) => cookieIn(event) !== selectors[0]?.[1]);
      return [...events, ...more].slice(0, 32);
    },
  ),
  windowRead('window-counted-from-one', 'ExpressPlay counts the start of a window from 1.', (start, length) =>
    window(Math.max(start - 1, 0), length),
  ),
  windowRead('window-one-too-far', 'ExpressPlay skips an event before every window but the first.', (start, length) =>
    window(start === 0 ? 0 : start + 1, length),
  ),
  windowRead('window-one-too-long', 'ExpressPlay tells of one event more than a window is long.', (start, length) =>
    window(start, length + 1),
  ),
  windowRead('window-length-as-end', 'ExpressPlay takes the length of a window for its end.', (start, length) =>
    window(start, Math.max(length - start, 0)),
  ),
  windowRead('window-of-recent-events', 'ExpressPlay has windows on the 32 most recent events only.', (start, length) =>
    window(start, Math.max(Math.min(length, 32 - start), 0)),
  ),
  windowRead(
    'window-behind-the-end',
    'ExpressPlay tells of the latest events where a window lies behind all of them.',
    (start, length) => window(start >= 1_000_000 ? 0 : start, length),
  ),
];
