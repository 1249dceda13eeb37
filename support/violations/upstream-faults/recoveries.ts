import { errorOf, parametersOf, without, withParameters, type Facts, type Service } from '../making';
import { DEVICE_ID_PARAMETER, readUriList } from '../../protocol';
import type { Violation } from '../violation';
import { failedBy, isFailure, seesDealsWith, status, textOf, type Met } from './upstream';

/** After such an answer SEES takes the next one, however good, for another of the kind. */
const staysAway = (facts: Facts, service: Service, when: (met: Met) => boolean): Violation =>
  seesDealsWith(facts, service, () => {
    let away = false;
    return (met) => {
      const wasAway = away;
      away = when(met);
      return wasAway && !away && status(met) === 200 ? errorOf(-2030, 503) : undefined;
    };
  });

const refusesBinding = (met: Met): boolean => textOf(met).includes('-6008');

/** SEES asks once more, without the device. */
const asksUnbound = (facts: Facts, when: (met: Met) => boolean): Violation =>
  seesDealsWith(facts, 'token', () => (met, request, ask) => {
    const parameters = parametersOf(request);
    const unbound = without(parameters, DEVICE_ID_PARAMETER);
    return when(met) && unbound.length < parameters.length ? ask(withParameters(request, unbound)) : undefined;
  });

/** What SEES does when a fault is over, or when it believes that it can do without what failed. */
export const RECOVERIES: readonly Violation[] = [
  staysAway(
    {
      id: 'stays-away-after-an-outage',
      sentence: 'SEES lets the first request after an outage of the token service fail.',
      breaks: ['SEES-ERR-14'],
      consequences: [],
    },
    'token',
    (met) => status(met) === 503,
  ),
  staysAway(
    {
      id: 'stays-away-after-a-silence',
      sentence: 'SEES lets the first request after a silence of the token service fail.',
      breaks: ['SEES-ERR-14'],
      consequences: [],
    },
    'token',
    failedBy('timeout'),
  ),
  staysAway(
    {
      id: 'stays-away-after-a-refusal',
      sentence: 'SEES takes an authenticator that was refused once for refused the next time.',
      breaks: ['SEES-ERR-14'],
      consequences: [],
    },
    'token',
    (met) => status(met) === 400 && textOf(met).includes('-6009'),
  ),
  staysAway(
    {
      id: 'keeps-the-bad-answer',
      sentence: 'SEES keeps an answer without a URL for the next client.',
      breaks: ['SEES-ERR-14'],
      consequences: [],
    },
    'token',
    (met) => status(met) === 200 && readUriList(textOf(met)).url === undefined,
  ),
  staysAway(
    {
      id: 'stays-away-from-the-records',
      sentence: 'SEES lets the first lookup after one that it could not read fail.',
      breaks: ['SEES-ERR-14'],
      consequences: [],
    },
    'record',
    (met) => !isFailure(met) && textOf(met).startsWith('["'),
  ),
  asksUnbound(
    {
      id: 'unbound-where-binding-is-refused',
      sentence: 'SEES asks once more without the device where ExpressPlay offers no binding.',
      breaks: ['SEES-ERR-12', 'SEQ-50'],
      consequences: ['EP-TOK-18.value'],
    },
    refusesBinding,
  ),
];
