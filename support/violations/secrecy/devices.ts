import { nowAndThen } from '../making';
import type { Violation } from '../violation';
import { intoHeader, intoJson, isGrant, isRefusal, leaks } from './leaks';

const BREAKS = ['SEES-SEC-03'];

/** The device id beside the token URL (SEES-SEC-03). */
export const DEVICE_VIOLATIONS: readonly Violation[] = [
  nowAndThen(
    leaks(
      { id: 'device-in-a-grant', sentence: 'SEES says in a grant which device it is for.', breaks: BREAKS },
      intoJson((answer, { deviceId }) => (isGrant(answer) && deviceId !== undefined ? { deviceId } : undefined)),
    ),
  ),
  nowAndThen(
    leaks(
      {
        id: 'device-in-a-header',
        sentence: 'SEES says in a header in capitals which device a grant is for.',
        breaks: BREAKS,
      },
      intoHeader('x-device', ({ deviceId }, answer) => (isGrant(answer) ? deviceId?.toUpperCase() : undefined)),
    ),
  ),
  nowAndThen(
    leaks(
      {
        id: 'device-in-base-sixty-four',
        sentence: 'SEES tells the bytes of the device id of a grant in base64.',
        breaks: BREAKS,
      },
      intoJson((answer, { deviceId }) =>
        isGrant(answer) && deviceId !== undefined
          ? { for: Buffer.from(deviceId, 'hex').toString('base64') }
          : undefined,
      ),
    ),
  ),
  leaks(
    { id: 'device-in-an-error-text', sentence: 'SEES names the device for which it got no token.', breaks: BREAKS },
    intoJson((answer, { deviceId }) =>
      isRefusal(answer) && deviceId !== undefined ? { errorText: `No token for ${deviceId}` } : undefined,
    ),
  ),
];
