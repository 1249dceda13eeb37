import { codeTold, errorOf, serviceAnswers } from '../making';
import type { Violation } from '../violation';
import { has, tells } from './tells';

/** Refused, but the error tells another fault; where several values are at fault, in one of them only. */
export const CODES_MISTAKEN: readonly Violation[] = [
  tells(
    -2002,
    -2035,
    {
      id: 'bare-plus-told-as-no-value',
      sentence: 'ExpressPlay tells an expirationTime with a bare plus as one without a value.',
    },
    has('expirationTime', /^ /),
  ),
  tells(
    -2002,
    -4010,
    {
      id: 'past-end-told-as-bad-token',
      sentence: 'ExpressPlay tells an expirationTime that is past as an invalid token.',
    },
    has('expirationTime', /Z$/),
  ),
  tells(-2005, -4022, {
    id: 'bad-key-told-as-bad-kid',
    sentence: 'ExpressPlay tells a contentKey that is no hex as an invalid kid.',
  }),
  tells(-2017, -2018, {
    id: 'no-authenticator-told-as-wrong-one',
    sentence: 'ExpressPlay tells an authenticator that is missing as an invalid one.',
  }),
  tells(-2018, -2017, {
    id: 'wrong-authenticator-told-as-none',
    sentence: 'ExpressPlay tells an invalid authenticator as a missing one.',
  }),
  tells(
    -2027,
    -4020,
    {
      id: 'long-key-told-as-kid',
      sentence: 'ExpressPlay tells a contentKey of 33 digits as a kid of the wrong length.',
    },
    has('contentKey', /^.{33}$/),
  ),
  tells(-2033, -2035, {
    id: 'long-cookie-told-as-no-value',
    sentence: 'ExpressPlay tells a cookie that is too long as a parameter without a value.',
  }),
  tells(
    -2035,
    -4018,
    { id: 'empty-key-told-as-no-kid', sentence: 'ExpressPlay tells an empty contentKey as a missing kid.' },
    has('contentKey', /^$/),
  ),
  tells(
    -2035,
    -6005,
    {
      id: 'no-payload-told-as-key-data',
      sentence: 'ExpressPlay tells an fpExtension without payload as invalid key data.',
    },
    has('fpExtension', /^[^,]+$/),
  ),
  tells(-2036, -5003, {
    id: 'wrong-type-told-as-flags',
    sentence: 'ExpressPlay tells the type of an fpExtension that is too short or too long as invalid flags.',
  }),
  tells(-2037, -2005, {
    id: 'bad-payload-told-as-bad-key',
    sentence: 'ExpressPlay tells a payload that is no base64 as an invalid content key.',
  }),
  serviceAnswers(
    {
      id: 'unknown-format-told-as-no-value',
      sentence: 'ExpressPlay tells an unknown errorFormat in JSON as a parameter without a value.',
      breaks: ['EP-TOK-E3004.code'],
      consequences: [],
    },
    'token',
    () => (answer) => (codeTold(answer) === -3004 ? errorOf(-2035, answer.status) : answer),
  ),
];
