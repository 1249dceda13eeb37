import { seesAsksWith, valueOf } from '../making';
import type { Violation } from '../violation';
import { added, isBound, isRented, isRentedForATime, isWrapped, rewritten, where } from './parameters';

const NAME = 'rentalDuration';

const rental = (value: (right: string) => string | undefined) => where(isRentedForATime, rewritten(NAME, value));

/** How long a rented title may be played. */
export const RENTALS: readonly Violation[] = [
  seesAsksWith(
    {
      id: 'rental-in-minutes',
      sentence: 'SEES counts the rental of a title in minutes.',
      breaks: ['EP-TOK-10'],
      consequences: ['SEQ-02'],
    },
    'token',
    where(
      isRented,
      rewritten(NAME, (right) => String(Number(right) / 60)),
    ),
  ),
  seesAsksWith(
    {
      id: 'rental-as-a-fraction',
      sentence: 'SEES writes the seconds of a rental with a decimal point.',
      breaks: ['EP-TOK-10'],
      consequences: [],
    },
    'token',
    rental((right) => `${right}.0`),
  ),
  seesAsksWith(
    {
      id: 'rental-with-a-sign',
      sentence: 'SEES writes a rental like a relative expiry, with a plus.',
      breaks: ['EP-TOK-10'],
      consequences: [],
    },
    'token',
    rental((right) => `+${right}`),
  ),
  seesAsksWith(
    {
      id: 'rental-in-hours-with-unit',
      sentence: 'SEES writes a rental as a number of hours with its unit.',
      breaks: ['EP-TOK-10'],
      consequences: [],
    },
    'token',
    rental((right) => `${String(Number(right) / 3600)}h`),
  ),
  seesAsksWith(
    {
      id: 'rental-one-second-longer',
      sentence: 'SEES asks for one second more than the rental of the title.',
      breaks: ['EP-TOK-10'],
      consequences: ['SEQ-02'],
    },
    'token',
    rental((right) => String(Number(right) + 1)),
  ),
  seesAsksWith(
    {
      id: 'rental-for-a-title-without',
      sentence: 'SEES gives titles with wrapped keys a rental that they do not have.',
      breaks: ['EP-TOK-10'],
      consequences: [],
    },
    'token',
    where(isWrapped, added([NAME, '172800'])),
  ),
  seesAsksWith(
    {
      id: 'no-rental-for-a-device',
      sentence: 'SEES forgets the rental of a title where the token is for a device.',
      breaks: ['EP-TOK-28'],
      consequences: [],
    },
    'token',
    where(
      isBound,
      rewritten(NAME, () => undefined),
    ),
  ),
  seesAsksWith(
    {
      id: 'no-rental-for-a-time',
      sentence: 'SEES forgets the rental of a title where the token is for a time.',
      breaks: ['EP-TOK-28'],
      consequences: ['SEQ-02'],
    },
    'token',
    rental(() => undefined),
  ),
  seesAsksWith(
    {
      id: 'rental-of-nothing',
      sentence: 'SEES sends the default of rentalDuration for a rented title where the token is for a device.',
      breaks: ['EP-TOK-10', 'EP-TOK-28'],
      consequences: [],
    },
    'token',
    (parameters) =>
      isBound(parameters) && valueOf(parameters, NAME) !== undefined
        ? rewritten(NAME, () => '0')(parameters)
        : parameters,
  ),
];
