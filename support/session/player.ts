import type { Device } from '../fairplay';
import type { Registration } from '../exchange';

/** One client of a scenario: a device, the cookie it uses, and how far its registration got. */
export interface Player {
  /** `device A`, `flow 7`: also the name of its flow in the journal. */
  readonly name: string;
  readonly device: Device;
  readonly cookie: string;
  registration: Registration;
}
