import { HOSTILE_ANSWERS } from './answers';
import { HOSTILE_REQUESTS } from './requests';

/** Who gives hostile answers. */
export const ANSWERING = ['SEES', 'token', 'record', 'license'] as const;
export type Answering = (typeof ANSWERING)[number];

/** Hostile inputs that the harness is tried with, by where they come from; test/hostile asserts that each was sent. */
export function hostileInputs(): { readonly total: number; readonly byPlace: Readonly<Record<string, number>> } {
  const byPlace = {
    'answers to the transport': HOSTILE_ANSWERS.length,
    ...Object.fromEntries(
      ANSWERING.map((who) => [
        who === 'SEES' ? 'answers of a SEES in a run' : `answers of a ${who} service in a run`,
        HOSTILE_ANSWERS.length,
      ]),
    ),
    'requests to the played ExpressPlay in a run': HOSTILE_REQUESTS.length,
  };
  return { total: Object.values(byPlace).reduce((sum, number) => sum + number, 0), byPlace };
}
