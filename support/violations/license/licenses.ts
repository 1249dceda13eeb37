import { buildCkc, TAG, type CkcTweak } from '../../fairplay';
import type { HttpResponse } from '../../exchange';
import { serviceAnswers, valueOf, withHeaders, type Facts } from '../making';
import { ALL_AT_ONCE, NO_BOUND_LICENSE } from '../consequences';
import type { Violation } from '../violation';
import { spcIn } from './lenient-spc';
import { answersRedemption, restrictionIn, type Redemption } from './redemption';

/** The right device with a sound, bound token goes without. */
const BOUND = ['EP-LIC-05', 'EP-LIC-01', 'SEQ-34'];
/** The same license where more stories end with it. */
const BOUND_TOO = [...NO_BOUND_LICENSE, ...ALL_AT_ONCE];

/** Every license in another form. */
function written(facts: Facts, form: (ckc: Buffer) => string, type: string): Violation {
  return serviceAnswers(facts, 'license', () => (right) => {
    if (right.status !== 200) return right;
    return withHeaders({ ...right, body: Buffer.from(form(right.body)) }, { 'content-type': type });
  });
}

/** Another CKC than the right one for bound tokens. */
function bound(facts: Facts, make: (redemption: Redemption, right: HttpResponse) => Buffer | undefined): Violation {
  return answersRedemption(facts, () => (right, redemption) => {
    if (right.status !== 200 || restrictionIn(redemption.order) === undefined) return undefined;
    const body = make(redemption, right);
    return body === undefined ? undefined : { ...right, body };
  });
}

function remade({ request, order }: Redemption, tweak: CkcTweak, iv = valueOf(order, 'iv')): Buffer | undefined {
  const spc = spcIn(request.body);
  const contentKey = valueOf(order, 'contentKey');
  if (spc === undefined || contentKey === undefined || iv === undefined) return undefined;
  return buildCkc(spc, { contentKey: Buffer.from(contentKey, 'hex'), iv: Buffer.from(iv, 'hex'), tweak });
}

export const LICENSES: readonly Violation[] = [
  written(
    {
      id: 'license-as-text',
      sentence: 'ExpressPlay writes the CKC in base64.',
      breaks: ['EP-LIC-02'],
      consequences: [],
    },
    (ckc) => ckc.toString('base64'),
    'text/plain',
  ),
  serviceAnswers(
    {
      id: 'license-created',
      sentence: 'ExpressPlay answers a license request with 201 and the CKC.',
      breaks: ['EP-LIC-02'],
      consequences: [],
    },
    'license',
    () => (right) => (right.status === 200 ? { ...right, status: 201 } : right),
  ),
  bound(
    {
      id: 'bound-license-with-more-behind',
      sentence: 'ExpressPlay ends the CKC of a bound token with a line break.',
      breaks: [...BOUND, 'EP-LIC-02'],
      consequences: BOUND_TOO,
    },
    (_redemption, { body }) => Buffer.concat([body, Buffer.from('\r\n')]),
  ),
  bound(
    {
      id: 'bound-license-cut',
      sentence: 'ExpressPlay cuts the last byte of the CKC of a bound token.',
      breaks: [...BOUND, 'EP-LIC-02'],
      consequences: BOUND_TOO,
    },
    (_redemption, { body }) => body.subarray(0, -1),
  ),
  bound(
    {
      id: 'bound-license-without-echoes',
      sentence: 'ExpressPlay leaves out of the CKC of a bound token what the return request names.',
      breaks: [...BOUND, 'EP-LIC-02'],
      consequences: BOUND_TOO,
    },
    (redemption) => remade(redemption, { blocks: (blocks) => blocks.filter(({ tag }) => tag !== TAG.transactionId) }),
  ),
  bound(
    {
      id: 'bound-license-with-zero-iv',
      sentence: 'ExpressPlay writes zeros for the IV in the CKC of a bound token.',
      breaks: BOUND,
      consequences: ['SEQ-44', ...ALL_AT_ONCE],
    },
    (redemption) => remade(redemption, {}, '0'.repeat(32)),
  ),
  {
    id: 'bound-token-for-nobody',
    party: 'expressplay',
    sentence: 'ExpressPlay compares the device ids in different spellings, so that a bound token serves nobody.',
    breaks: BOUND,
    consequences: BOUND_TOO,
    expressplayRules: (rules, applied) => ({
      ...rules,
      deviceMatches: (device, presented) => {
        if (rules.deviceMatches(device, presented)) applied();
        return false;
      },
    }),
  },
];
