import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { packageFile } from '../ledger';
import type { Crew, Job, OutcomeOf } from '../selftest';

export type Answer = { readonly outcome: OutcomeOf<Job> } | { readonly problem: string };

interface Member {
  process: ChildProcess;
  busy: boolean;
}

interface Waiting {
  readonly job: Job;
  readonly resolve: (outcome: OutcomeOf<Job>) => void;
  readonly reject: (error: Error) => void;
}

/** Does jobs in processes of their own, one for each core. */
export class ForkedCrew implements Crew {
  readonly #members: Member[];
  readonly #waiting: Waiting[] = [];

  constructor(
    private readonly seed: number,
    readonly size = availableParallelism(),
  ) {
    this.#members = Array.from({ length: size }, () => ({ process: this.#fork(), busy: false }));
  }

  perform<J extends Job>(job: J): Promise<OutcomeOf<J>> {
    return new Promise<OutcomeOf<Job>>((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
      this.#next();
    }) as Promise<OutcomeOf<J>>;
  }

  close(): void {
    for (const { process } of this.#members) process.kill();
  }

  #fork(): ChildProcess {
    return fork(packageFile('bin/sees-conformance.js'), ['selftest-worker', '--seed', String(this.seed)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // Every core has a process of its own, so V8's helper threads would only take turns with it. And runs make much that is
      // soon forgotten: with more room for the young, it is collected less often.
      execArgv: [...process.execArgv, '--single-threaded', '--max-semi-space-size=128'],
    });
  }

  #next(): void {
    const member = this.#members.find(({ busy }) => !busy);
    if (member === undefined) return;
    const waiting = this.#waiting.shift();
    if (waiting === undefined) return;
    member.busy = true;
    // One that fell over takes its job with it, not the others'.
    if (!member.process.connected) member.process = this.#fork();
    this.#give(member, waiting);
  }

  #give(member: Member, { job, resolve, reject }: Waiting): void {
    const { process } = member;
    const over = (): void => {
      process.off('message', answered).off('exit', ended);
      member.busy = false;
      this.#next();
    };
    const answered = (message: unknown): void => {
      const answer = message as Answer;
      if ('outcome' in answer) resolve(answer.outcome);
      else reject(new Error(answer.problem));
      over();
    };
    const ended = (code: number | null): void => {
      reject(new Error(`a process of the selftest ended with ${String(code)} during ${JSON.stringify(job)}`));
      over();
    };
    process.once('message', answered).once('exit', ended);
    process.send(job);
  }
}
