import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TransportError, type EntitlementStimulus, type Exchange } from '../../exchange';
import type { Known } from '../check';
import type { Finding } from '../finding';
import { knownWith, Story, tokenFields, MOVIE } from '../reading/testing/story';
import { flawed, twin, verdictsOf } from './testing/judge';

type Verdict = Finding['verdict'];
type Row = readonly [
  what: string,
  id: string,
  tell: (story: Story) => void,
  verdicts: readonly Verdict[],
  known?: Known,
];

const mode = (value: Known['tls']['mode']): Known =>
  knownWith({ tls: { mode: value, wrongCertificates: ['expired'] } });
const fail = (exchange: Exchange, code: string): void =>
  exchange.fail(new TransportError('tls', code, `TLS failed (${code})`));

/** Beside valid requests before and after. */
const stranger =
  (flaw: string, then: (story: Story, exchange: Exchange) => void) =>
  (story: Story): void => {
    twin(story);
    then(story, flawed(story, flaw));
    twin(story);
  };

const registration: Partial<EntitlementStimulus> = { requestType: 2, cookie: 'c' };
const misnamed =
  (then: (story: Story, exchange: Exchange) => void) =>
  (story: Story): void => {
    twin(story, registration);
    then(story, story.ask({ ...registration, fault: 'another host answers' }));
    twin(story, registration);
  };

const ROWS: readonly Row[] = [
  ['answered over TLS', 'SEES-TRN-01', (story) => void twin(story), ['right']],
  ['no answer over TLS', 'SEES-TRN-01', (story) => story.fail(story.ask()), ['could-not-test']],
  ['plain HTTP is cut off', 'SEES-TRN-01', (story) => story.fail(flawed(story, 'plain-http')), ['right']],
  [
    'plain HTTP gets a page',
    'SEES-TRN-01',
    (story) => story.reply(flawed(story, 'plain-http'), { status: 400, body: 'speak TLS' }),
    ['right'],
  ],
  ['plain HTTP gets a decision', 'SEES-TRN-01', (story) => story.refuse(flawed(story, 'plain-http')), ['wrong']],
  ['a laboratory', 'SEES-TRN-01', (story) => void twin(story), ['not-applicable'], mode('none')],
  ['accepted', 'SEES-TRN-02.chain', (story) => void twin(story), ['right']],
  ['accepted', 'SEES-TRN-02.name', (story) => void twin(story), ['right']],
  ['a foreign issuer', 'SEES-TRN-02.chain', (story) => fail(story.ask(), 'SELF_SIGNED_CERT_IN_CHAIN'), ['wrong']],
  [
    'a foreign issuer says nothing of the name',
    'SEES-TRN-02.name',
    (story) => fail(story.ask(), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
    ['could-not-test'],
  ],
  ['a wrong name', 'SEES-TRN-02.name', (story) => fail(story.ask(), 'ERR_TLS_CERT_ALTNAME_INVALID'), ['wrong']],
  [
    'a wrong name is found behind a sound chain only',
    'SEES-TRN-02.chain',
    (story) => fail(story.ask(), 'ERR_TLS_CERT_ALTNAME_INVALID'),
    ['right'],
  ],
  ['no handshake', 'SEES-TRN-02.chain', (story) => story.fail(story.ask(), 'refused'), ['could-not-test']],
  ['no client certificates', 'SEES-TRN-02.chain', (story) => void twin(story), ['not-applicable'], mode('server')],
  ['cut off', 'SEES-TRN-03', stranger('certificate-none', (story, exchange) => story.fail(exchange, 'tls')), ['right']],
  [
    'forbidden',
    'SEES-TRN-03',
    stranger('certificate-none', (story, exchange) => story.refuse(exchange, {}, { status: 403 })),
    ['right'],
  ],
  ['decided', 'SEES-TRN-03', stranger('certificate-none', (story, exchange) => story.refuse(exchange)), ['wrong']],
  ['granted', 'SEES-TRN-03', stranger('certificate-none', (story, exchange) => story.grant(exchange)), ['wrong']],
  [
    'cut off after asking ExpressPlay',
    'SEES-TRN-03',
    stranger('certificate-none', (story, exchange) => {
      story.token(tokenFields(MOVIE));
      story.fail(exchange);
    }),
    ['wrong'],
  ],
  [
    'cut off like everybody',
    'SEES-TRN-03',
    (story) => story.fail(flawed(story, 'certificate-none'), 'tls'),
    ['could-not-test'],
  ],
  ['cut off', 'SEES-TRN-04', stranger('certificate-untrusted', (story, exchange) => story.fail(exchange)), ['right']],
  ['not configured', 'SEES-TRN-04', (story) => void twin(story), ['not-applicable'], mode('mutual')],
  ['not configured', 'SEES-TRN-03', (story) => void twin(story), ['not-applicable'], mode('server')],
  ['cut off', 'SEES-TRN-05', stranger('certificate-expired', (story, exchange) => story.fail(exchange)), ['right']],
  ['granted', 'SEES-TRN-05', stranger('certificate-expired', (story, exchange) => story.grant(exchange)), ['wrong']],
  ['cut off', 'SEES-TRN-05', stranger('certificate-premature', (story, exchange) => story.fail(exchange)), ['right']],
  ['granted', 'SEES-TRN-05', stranger('certificate-premature', (story, exchange) => story.grant(exchange)), ['wrong']],
  ['granted', 'SEES-TRN-06', (story) => void twin(story), ['right']],
  ['refused is decided too', 'SEES-TRN-06', (story) => story.refuse(story.ask()), ['right']],
  ['turned away', 'SEES-TRN-06', (story) => story.reply(story.ask(), { status: 403 }), ['wrong']],
  ['cut off', 'SEES-TRN-06', (story) => story.fail(story.ask(), 'tls'), ['could-not-test']],
  [
    'https',
    'SEES-TRN-14.https',
    (story) => {
      const exchange = story.ask();
      story.token(tokenFields(MOVIE));
      story.grant(exchange);
    },
    ['right'],
  ],
  [
    'http while the certificate is wrong',
    'SEES-TRN-14.https',
    (story) => {
      const exchange = story.ask({ fault: 'ExpressPlay shows the certificate of another host' });
      story.token(tokenFields(MOVIE), { url: 'http://fp-gen.example.com/hms/fp/token' });
      story.grant(exchange);
    },
    ['wrong'],
  ],
  [
    'http',
    'SEES-TRN-14.https',
    (story) => {
      const exchange = story.ask();
      story.token(tokenFields(MOVIE), { url: 'http://fp-gen.example.com/hms/fp/token' });
      story.grant(exchange);
    },
    ['wrong'],
  ],
  ['refused', 'SEES-TRN-14.verify', misnamed((story, exchange) => story.refuse(exchange)), ['right']],
  ['an outage', 'SEES-TRN-14.verify', misnamed((story, exchange) => story.reply(exchange, { status: 503 })), ['right']],
  ['no answer', 'SEES-TRN-14.verify', misnamed((story, exchange) => story.fail(exchange)), ['could-not-test']],
  ['a kept token', 'SEES-TRN-14.verify', misnamed((story, exchange) => story.grant(exchange)), ['could-not-test']],
  [
    'asked the other host',
    'SEES-TRN-14.verify',
    misnamed((story, exchange) => {
      story.token(tokenFields(MOVIE, { cookie: 'c' }));
      story.grant(exchange);
    }),
    ['wrong'],
  ],
  [
    'refused as always',
    'SEES-TRN-14.verify',
    (story) => story.refuse(story.ask({ ...registration, fault: 'another host answers' })),
    ['could-not-test'],
  ],
];

describe('meeting checks', () => {
  for (const [what, id, tell, verdicts, known] of ROWS) {
    it(`${id}: ${what}: ${verdicts.join(', ')}`, () => {
      const story = new Story();
      tell(story);
      assert.deepEqual(verdictsOf(id, story, known), verdicts);
    });
  }
});
