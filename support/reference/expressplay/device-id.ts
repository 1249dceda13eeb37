import type { DeviceIdForm } from './expressplay-options';

/** @param hu the 20 bytes of an SPC's anonymised device id */
export function deviceIdText(hu: Buffer, form: DeviceIdForm): string {
  const hex = hu.toString('hex');
  if (form === 'HEX') return hex.toUpperCase();
  if (form === 'guid') return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return hex;
}
