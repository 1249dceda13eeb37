import type { Call, Handler } from '../exchange';
import type { SeesOptions } from '../reference';
import type { Service } from './making';
import type { Settings } from './settings';

/** A way to do it differently that the documents leave open: no check may fail under it. */
export interface Variation {
  /** Kebab case. */
  readonly id: string;
  /** One sentence: what is done differently. */
  readonly sentence: string;
  /** What it is about, where two ways of doing it exclude each other. */
  readonly aspect?: string;
  /** Sections of the configuration by which an operator declares it, readings among them. */
  readonly settings?: Settings;
  /** Other options of the reference SEES. */
  readonly options?: Partial<SeesOptions>;
  /** Where alone settings or options can show: in what this service is asked, or in refusals of SEES; undefined: anywhere. */
  readonly where?: Service | 'refusal';
  readonly sees?: (handler: Handler) => Handler;
  readonly expressplay?: (handler: Handler) => Handler;
  /** SEES' way to ExpressPlay. */
  readonly call?: (call: Call) => Call;
}
