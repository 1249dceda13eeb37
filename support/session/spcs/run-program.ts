import { spawn } from 'node:child_process';

export interface ProgramLimits {
  readonly timeoutMs: number;
  /** Most that it may print. */
  readonly maxBytes: number;
}

export interface ProgramCall {
  /** Program and arguments; with `shell` one command line. */
  readonly command: readonly string[];
  readonly shell: boolean;
  readonly cwd: string;
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  readonly limits: ProgramLimits;
  readonly signal?: AbortSignal | undefined;
}

/** How a program ended; `why` is a sentence without a subject where it did not end well. */
export interface ProgramEnd {
  readonly printed: Buffer;
  readonly why: string | undefined;
  /** The end of what it complained about. */
  readonly complaint: string;
}

/** That much of a complaint is kept, the end of it. */
const COMPLAINT_BYTES = 4096;
/** POSIX: the program leads a group of its own, so that what it started ends with it. */
const GROUPS = process.platform !== 'win32';

/** Runs a program to its end, or to the limit of time, of output, or of the run; what it started itself ends with it. */
export function runProgram({ command, shell, cwd, env, limits, signal }: ProgramCall): Promise<ProgramEnd> {
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let [length, complaint, why]: [number, Buffer, string | undefined] = [0, Buffer.alloc(0), undefined];
    const child = spawn(program, args, {
      shell,
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: GROUPS,
      windowsHide: true,
    });
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      resolve({ printed: Buffer.concat(chunks), why, complaint: complaint.toString('utf8') });
    };
    const stop = (reason: string): void => {
      why ??= reason;
      killAll(child.pid);
      // What it handed its output on to may be out of reach and keep it open.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const onAbort = (): void => {
      stop('was ended with the run');
    };
    const timer = setTimeout(() => {
      stop(`took longer than ${String(limits.timeoutMs)} ms`);
    }, limits.timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limits.maxBytes) stop(`printed more than ${String(limits.maxBytes)} bytes`);
      else chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = Buffer.concat([complaint, chunk]).subarray(-COMPLAINT_BYTES);
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      why ??= `could not be started (${error.code ?? error.message})`;
      end();
    });
    child.once('close', (code, killed) => {
      if (code !== 0) why ??= code === null ? `was ended by ${String(killed)}` : `ended with exit code ${String(code)}`;
      end();
    });
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}

function killAll(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(GROUPS ? -pid : pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
