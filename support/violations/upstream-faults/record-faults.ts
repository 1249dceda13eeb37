import { parametersOf, valueOf } from '../making';
import type { Violation } from '../violation';
import { failedBy, isFailure, isPage, seesDealsWith, status, textOf } from './upstream';
import {
  NOBODY,
  recordOf,
  refusedToo,
  unboundWhen,
  unboundWhere,
  UNANSWERED,
  withDevice,
  WITHOUT_DEVICE,
} from './unbound';

/** What SEES makes of a record service that names no device. */
export const RECORD_FAULTS: readonly Violation[] = [
  unboundWhere(
    {
      id: 'unbound-where-device-is-null',
      sentence: 'SEES asks for a token without a device where the device of the record is null.',
      breaks: refusedToo('SEES-ERR-10'),
      consequences: WITHOUT_DEVICE,
    },
    withDevice('null', NOBODY),
  ),
  unboundWhere(
    {
      id: 'unbound-where-device-is-empty',
      sentence: 'SEES asks for a token without a device where the device of the record is empty.',
      breaks: refusedToo('SEES-ERR-10'),
      consequences: WITHOUT_DEVICE,
    },
    withDevice('""', NOBODY),
  ),
  seesDealsWith(
    {
      id: 'device-named-null',
      sentence: 'SEES takes a device that is null for one of that name.',
      breaks: ['SEES-ERR-10.refused'],
      consequences: WITHOUT_DEVICE,
    },
    'record',
    () => withDevice('null', 'null'),
  ),
  unboundWhen(
    {
      id: 'unbound-without-permission',
      sentence: 'SEES asks for a token without a device where the record service does not know it.',
      breaks: refusedToo('SEES-ERR-11'),
      consequences: WITHOUT_DEVICE,
    },
    (met) => status(met) === 401,
  ),
  unboundWhen(
    {
      id: 'unbound-where-no-record-is-found',
      sentence: 'SEES asks for a token without a device where the record service is not found.',
      breaks: refusedToo('SEES-ERR-11'),
      consequences: WITHOUT_DEVICE,
    },
    (met) => status(met) === 404,
  ),
  unboundWhen(
    {
      id: 'unbound-after-an-internal-error',
      sentence: 'SEES asks for a token without a device after an internal error of the record service.',
      breaks: refusedToo('SEES-ERR-11'),
      consequences: WITHOUT_DEVICE,
    },
    (met) => status(met) === 500,
  ),
  unboundWhen(
    {
      id: 'unbound-after-a-silence',
      sentence: 'SEES asks for a token without a device where the record service does not answer in time.',
      breaks: refusedToo('SEES-ERR-11'),
      consequences: UNANSWERED,
    },
    failedBy('timeout'),
  ),
  unboundWhen(
    {
      id: 'unbound-after-a-reset',
      sentence: 'SEES asks for a token without a device where the connection to the record service breaks.',
      breaks: refusedToo('SEES-ERR-11'),
      consequences: UNANSWERED,
    },
    failedBy('reset'),
  ),
  unboundWhen(
    {
      id: 'unbound-where-records-break-off',
      sentence: 'SEES asks for a token without a device where the record answer breaks off.',
      breaks: refusedToo('SEES-ERR-11'),
      consequences: WITHOUT_DEVICE,
    },
    (met) => status(met) === 200 && /^\[.*[^\]]$/s.test(textOf(met)),
  ),
  unboundWhen(
    {
      id: 'unbound-where-records-are-a-page',
      sentence: 'SEES asks for a token without a device where the record answer is a web page.',
      breaks: refusedToo('SEES-ERR-11'),
      consequences: WITHOUT_DEVICE,
    },
    isPage,
  ),
  unboundWhen(
    {
      id: 'unbound-where-records-are-null',
      sentence: 'SEES asks for a token without a device where the record answer is null.',
      breaks: refusedToo('SEES-ERR-11'),
      consequences: WITHOUT_DEVICE,
    },
    (met) => textOf(met) === 'null',
  ),
  seesDealsWith(
    {
      id: 'last-device-while-records-fail',
      sentence: 'SEES binds to the device that a record named last while the record service fails.',
      breaks: ['SEES-ERR-11.refused'],
      consequences: UNANSWERED,
    },
    'record',
    () => {
      let last: string | undefined;
      return (met, request) => {
        const cookie = valueOf(parametersOf(request), 'cookie');
        last = /"device_id":"([^"]+)"/.exec(textOf(met))?.[1] ?? last;
        const failing = isFailure(met) || met.status >= 500;
        return failing && last !== undefined && cookie !== undefined ? recordOf(cookie, last) : undefined;
      };
    },
  ),
];
