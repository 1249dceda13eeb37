import assert from 'node:assert/strict';
import type { Exchange, Upstream } from '../../../exchange';
import type { Check, Known } from '../../check';
import type { Finding } from '../../finding';
import {
  DEVICE_A,
  DUMMY,
  knownWith,
  MOVIE,
  type Story,
  tokenFields,
  type Answer,
  type Fields,
} from '../../reading/testing/story';

/** What one check says of a story. */
export function verdicts(checks: readonly Check[], id: string, story: Story, known: Known = knownWith()): string[] {
  return findings(checks, id, story, known).map(({ verdict }) => verdict);
}

export function findings(checks: readonly Check[], id: string, story: Story, known: Known = knownWith()): Finding[] {
  const check = checks.find((candidate) => candidate.id === id);
  assert.ok(check, `no check ${id}`);
  const found = check.judge(story.journal, known);
  for (const finding of found) {
    assert.equal(finding.check, id);
    assert.equal(finding.verdict === 'wrong', finding.expected !== undefined && finding.observed !== undefined);
  }
  return found;
}

export function tokenUpstream(kind: Upstream['kind'], more: Partial<Upstream> = {}): Upstream {
  return { at: 'token', kind, id: 'a-fault', sentence: 'the token service fails', ...more };
}

let cookies = 0;

export interface Registration {
  readonly upstream?: Upstream;
  /** Nothing is wrong at ExpressPlay. */
  readonly sound?: boolean;
  readonly cookie?: string;
  /** What the token service answers; `none`: SEES does not ask it; `failure`: no answer. */
  readonly token?: Answer | 'none' | 'failure';
  /** What SEES says. */
  readonly says?: 'grant' | 'refuse' | 'silence' | Answer;
  readonly answer?: Readonly<Record<string, unknown>>;
}

/** A registration request under a cookie of its own. */
export function registration(story: Story, told: Registration = {}): Exchange {
  const { upstream, sound = upstream === undefined, cookie = `cookie-${String((cookies += 1))}`, says } = told;
  const asked = story.ask({
    requestType: 2,
    contentID: 'dummy',
    cookie,
    ...(upstream === undefined ? {} : { upstream }),
    ...(sound ? {} : { fault: upstream?.sentence ?? 'the token service fails' }),
  });
  const { token = sound ? tokenFor(cookie) : { status: 400, body: '' } } = told;
  if (token === 'failure') story.fail(story.beginToken(tokenFields(DUMMY, { cookie })));
  else if (token !== 'none') story.token(tokenFields(DUMMY, { cookie }), {}, token);
  answerWith(story, asked, says ?? (sound ? 'grant' : 'refuse'), { epTokenURL: urlFor(cookie), ...told.answer });
  return asked;
}

export interface Binding {
  readonly upstream?: Upstream;
  readonly fault?: boolean;
  readonly cookie?: string;
  readonly registration?: 'none' | 'redeemed';
  /** What the record service holds; undefined: SEES does not ask. */
  readonly events?: unknown;
  readonly recordAnswer?: Answer;
  /** The device restriction of the token request; null: a token request without; undefined: no token request. */
  readonly device?: string | null | undefined;
  readonly says?: 'grant' | 'refuse' | 'silence' | Answer;
}

/** A request for a bound title. */
export function binding(story: Story, told: Binding): Exchange {
  const { upstream, cookie = `cookie-${String((cookies += 1))}`, device } = told;
  const asked = story.ask({
    requestType: 3,
    contentID: 'movie',
    cookie,
    registration: told.registration ?? 'redeemed',
    ...(upstream === undefined ? {} : { upstream }),
    ...(told.fault === true ? { fault: upstream?.sentence ?? 'a fault' } : {}),
  });
  if (told.events !== undefined) story.record({ cookie }, told.events, {}, told.recordAnswer);
  if (device !== undefined) {
    const fields: Fields = { cookie, ...(device === null ? {} : { deviceid: device }) };
    story.token(tokenFields(MOVIE, fields), {}, tokenFor(cookie));
  }
  answerWith(story, asked, told.says ?? (device === undefined ? 'refuse' : 'grant'), { epTokenURL: urlFor(cookie) });
  return asked;
}

/** A registered client that gets its bound title: the twin of whatever is refused. */
export function boundTwin(story: Story): Exchange {
  const cookie = `twin-${String((cookies += 1))}`;
  return binding(story, { cookie, events: [{ cookie, device_id: DEVICE_A }], device: DEVICE_A });
}

export function urlFor(cookie: string): string {
  return `https://fp.example.com/hms/fp/rights/?ExpressPlayToken=AQAAAAtoken-of-${cookie.replace(/\W/g, '')}`;
}

function tokenFor(cookie: string): Answer {
  return { headers: { 'content-type': 'text/uri-list' }, body: `${urlFor(cookie)}\r\n` };
}

function answerWith(
  story: Story,
  asked: Exchange,
  says: 'grant' | 'refuse' | 'silence' | Answer,
  changes: Readonly<Record<string, unknown>>,
): void {
  const { epTokenURL: _url, ...others } = changes;
  if (says === 'grant') story.grant(asked, changes);
  else if (says === 'refuse') story.refuse(asked, others);
  else if (says === 'silence') story.fail(asked, 'timeout');
  else story.reply(asked, says);
}
