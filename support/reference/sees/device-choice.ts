import type { RecordedEvent } from './recorded-event';
import type { MultiDevice } from './sees-options';

export type DeviceChoice =
  | { readonly kind: 'device'; readonly deviceId: string }
  /** No granted redemption with a device id bears the cookie. */
  | { readonly kind: 'none' }
  /** Several devices, and the operator wants none of them (multiDevice = deny). */
  | { readonly kind: 'several' };

/**
 * Only a granted redemption that bears exactly this cookie associates a device (DEVBIND); an answer that a sloppy record service
 * filled with other cookies' events gives none.
 * @param events newest first
 */
export function selectDevice(events: readonly RecordedEvent[], cookie: string, several: MultiDevice): DeviceChoice {
  const devices = events.flatMap((event) =>
    !event.failed && event.cookie === cookie && event.deviceId !== undefined ? [event.deviceId] : [],
  );
  if (several === 'deny' && new Set(devices).size > 1) return { kind: 'several' };
  const deviceId = several === 'first' ? devices.at(-1) : devices.at(0);
  return deviceId === undefined ? { kind: 'none' } : { kind: 'device', deviceId };
}
