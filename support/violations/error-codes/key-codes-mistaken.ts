import type { Violation } from '../violation';
import { has, tells } from './tells';

const UNBOUND = { readings: { 'deviceBinding.supported': false } };

/** The same about keys, their ids, flags, rentals and devices. */
export const KEY_CODES_MISTAKEN: readonly Violation[] = [
  tells(-4018, -4022, {
    id: 'no-kid-told-as-bad-kid',
    sentence: 'ExpressPlay tells a kek with neither kid nor ek as an invalid kid.',
  }),
  tells(-4019, -4022, {
    id: 'unknown-kid-told-as-bad-kid',
    sentence: 'ExpressPlay tells a kid that its key storage does not know as an invalid one.',
  }),
  tells(-4020, -4021, {
    id: 'kid-of-wrong-length-told-as-name',
    sentence: 'ExpressPlay tells a kid of the wrong length as a name that is too long.',
  }),
  tells(-4021, -4020, {
    id: 'long-name-told-as-digits',
    sentence: 'ExpressPlay tells a kid of ^ and 65 characters as one that should have 32 digits.',
  }),
  tells(-4022, -4019, {
    id: 'bad-kid-looked-up',
    sentence: 'ExpressPlay looks a kid up that is no hex, and tells that it found nothing.',
  }),
  tells(
    -4024,
    -2005,
    {
      id: 'half-a-wrapped-key-told-as-bad-key',
      sentence: 'ExpressPlay tells half a wrapped key as an invalid content key.',
    },
    has('ek', /^.{24}$/),
  ),
  tells(
    -4024,
    -4019,
    { id: 'foreign-kek-told-as-lookup', sentence: 'ExpressPlay tells a kek that unwraps nothing as a failed lookup.' },
    has('ek', /^.{48}$/),
  ),
  tells(-5003, -2040, {
    id: 'flags-told-as-output-control',
    sentence: 'ExpressPlay tells invalid generalFlags by the code of output control flags.',
  }),
  tells(-6001, -6005, {
    id: 'extension-told-as-key-data',
    sentence: 'ExpressPlay tells an fpExtension with too many commas, or without a type, as invalid key data.',
  }),
  tells(
    -6003,
    -2035,
    { id: 'no-iv-told-as-no-value', sentence: 'ExpressPlay tells a missing IV as one without a value.' },
    has('iv', /^$/),
  ),
  tells(
    -6003,
    -2027,
    { id: 'short-iv-told-as-short-key', sentence: 'ExpressPlay tells a short IV as a short content key.' },
    has('iv', /^.{30}$/),
  ),
  tells(
    -6003,
    -2005,
    { id: 'bad-iv-told-as-bad-key', sentence: 'ExpressPlay tells an IV that is no hex as an invalid content key.' },
    has('iv', /^.{32}$/),
  ),
  tells(-6005, -4018, {
    id: 'kid-beside-ek-told-as-no-kid',
    sentence: 'ExpressPlay tells a kek with both kid and ek as a missing kid.',
  }),
  tells(-6007, -2025, {
    id: 'rental-told-by-another-code',
    sentence: 'ExpressPlay tells an invalid rentalDuration by the code of a play duration.',
  }),
  tells(-6008, -6009, {
    id: 'no-binding-told-as-option-off',
    sentence: 'ExpressPlay binds no tokens, and tells that an option is off.',
    breaks: ['EP-TOK-E6008.code', 'EP-TOK-55'],
    settings: UNBOUND,
  }),
  tells(-2030, -2019, {
    id: 'own-fault-told-as-no-tokens-left',
    sentence: 'ExpressPlay tells a fault of its administration as tokens that are used up.',
    breaks: ['EP-TOK-A2030'],
  }),
  tells(-6006, -6009, {
    id: 'no-fairplay-told-as-option-off',
    sentence: 'ExpressPlay tells an account without FairPlay that its option is off.',
    breaks: ['EP-TOK-A6006'],
  }),
  tells(-6009, -6006, {
    id: 'option-off-told-as-no-fairplay',
    sentence: 'ExpressPlay tells an account whose option is off that it has no FairPlay.',
    breaks: ['EP-TOK-A6009'],
  }),
];
