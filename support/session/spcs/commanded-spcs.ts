import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { SpcError } from '../../fairplay';
import { BlockedError } from '../blocked';
import type { Player } from '../player';
import { certificateHashOf, printedSpc, type PrintedForm } from './printed-spc';
import { runProgram } from './run-program';
import { refuseSealed, spoiled } from './sealed';
import { captureStep, type Spc, type SpcOrder, type SpcSource } from './spc-source';

export interface CommandedDevice {
  /** As the operator calls it. */
  readonly name: string;
  /** Where it is configured, e.g. `devices[0].spc.command`. */
  readonly key: string;
  /** Program and arguments; with `shell` one command line. */
  readonly command: readonly string[];
  readonly shell: boolean;
  readonly output: PrintedForm;
  readonly timeoutMs: number;
  /** The same SPC may be printed again. */
  readonly reuse: boolean;
  /** Where it is run. */
  readonly folder: string;
  /** SHA-1 of the certificate that SPCs have to be made with; undefined: any. */
  readonly certificateHash: Buffer | undefined;
  /** Takes secrets out of what the program complains about. */
  readonly redact: (text: string) => string;
}

/** Most that a program may print: an SPC has some thousand bytes. */
const MOST_BYTES = 256 * 1024;
const COMPLAINT_SHOWN = 300;

/** SPCs printed by a program of the operator's, one call for each redemption, one at a time: it may drive one real device. */
export class CommandedSpcs implements SpcSource {
  readonly #seen = new Set<string>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly device: CommandedDevice) {}

  make(_player: Player, order: SpcOrder, signal?: AbortSignal): Promise<Spc> {
    const made = this.#turn.then(() => this.#make(order, signal));
    this.#turn = made.catch(() => undefined);
    return made;
  }

  async #make(order: SpcOrder, signal: AbortSignal | undefined): Promise<Spc> {
    refuseSealed(order);
    const { name, command, shell, folder, timeoutMs } = this.device;
    const step = captureStep(order);
    const told: Readonly<Record<string, string>> = { device: name, contentID: order.contentID, step };
    const { printed, why, complaint } = await runProgram({
      command: shell ? command : command.map((word) => filledIn(word, told)),
      shell,
      cwd: folder,
      env: { SPC_DEVICE: name, SPC_CONTENT_ID: order.contentID, SPC_STEP: step },
      limits: { timeoutMs, maxBytes: MOST_BYTES },
      signal,
    });
    if (why !== undefined) throw this.#blocked(step, `${why}${this.#saying(complaint)}`);
    const bytes = this.#accepted(printed, step, complaint);
    return { bytes: spoiled(bytes, order), open: undefined };
  }

  /** @throws {BlockedError} when what was printed is no SPC, of another certificate, or not a fresh one */
  #accepted(printed: Buffer, step: string, complaint: string): Buffer {
    const { output, certificateHash, reuse } = this.device;
    let bytes: Buffer;
    try {
      bytes = printedSpc(printed, output);
    } catch (error) {
      if (!(error instanceof SpcError)) throw error;
      const hint = error.defect === 'base64-text' ? ' (output: base64 takes it so)' : '';
      throw this.#blocked(step, `printed no SPC: ${error.message}${hint}${this.#saying(complaint)}`);
    }
    const found = certificateHashOf(bytes);
    if (certificateHash !== undefined && found !== undefined && !certificateHash.equals(found)) {
      const hashes = `SHA-1 ${found.toString('hex')}, not ${certificateHash.toString('hex')}`;
      throw this.#blocked(step, `printed an SPC that was made with another certificate (${hashes})`);
    }
    const identity = createHash('sha256').update(bytes).digest('base64');
    if (!reuse && this.#seen.has(identity)) {
      throw this.#blocked(
        step,
        'printed an SPC again that it had printed before; each redemption needs a fresh one (or devices[].spc.reuse)',
      );
    }
    this.#seen.add(identity);
    return bytes;
  }

  /** Arguments are not told: they may hold secrets. */
  #blocked(step: string, what: string): BlockedError {
    const { key, name, command, shell, redact } = this.device;
    const program = shell ? 'the command line' : redact(basename(command[0] ?? ''));
    return new BlockedError(`${key}: ${program}, asked for an SPC of ${name} (step ${step}), ${what}`);
  }

  #saying(complaint: string): string {
    // eslint-disable-next-line no-control-regex -- a program may print them
    const controls = /[\u0000-\u001f\u007f-\u009f]+/g;
    const text = this.device.redact(complaint).replace(controls, ' ').trim();
    if (text === '') return '';
    return `; it said: ${text.length > COMPLAINT_SHOWN ? `...${text.slice(-COMPLAINT_SHOWN)}` : text}`;
  }
}

/** One pass, so that what is filled in is not filled in again. */
function filledIn(word: string, told: Readonly<Record<string, string>>): string {
  return word.replace(/\{(device|contentID|step)\}/g, (_, name: string) => told[name] ?? '');
}
