import { withUnredacted, type Exchange, type Journal, type Redactor } from '../../exchange';
import type { Finding } from '../finding';

/** Right form and what was seen instead, and the exchange that shows it. */
export interface WrongDetail {
  readonly expected: string;
  readonly observed: string;
  readonly exchange?: Exchange | undefined;
}

/** Judged and right. Every text of a finding goes through the journal's redactor here, and only here. */
export function right(journal: Journal, check: string, message: string, exchange?: Exchange): Finding {
  return finding(journal, check, 'right', message, exchange);
}

/** Judged and wrong. */
export function wrong(journal: Journal, check: string, message: string, detail: WrongDetail): Finding {
  const { redactor } = journal;
  const [expected, observed] = [redactor.text(detail.expected), redactor.text(detail.observed)];
  return new SaidFinding(redactor, check, 'wrong', message, detail.exchange?.number, { expected, observed });
}

/** Worth telling; neither right nor wrong. */
export function observed(journal: Journal, check: string, message: string, exchange?: Exchange): Finding {
  return finding(journal, check, 'observed', message, exchange);
}

/** A reading or a missing fixture says that the check does not apply here. */
export function notApplicable(journal: Journal, check: string, message: string, exchange?: Exchange): Finding {
  return finding(journal, check, 'not-applicable', message, exchange);
}

/** Due, but the journal does not hold what it takes. */
export function couldNotTest(journal: Journal, check: string, message: string, exchange?: Exchange): Finding {
  return finding(journal, check, 'could-not-test', message, exchange);
}

function finding(
  journal: Journal,
  check: string,
  verdict: Finding['verdict'],
  message: string,
  exchange: Exchange | undefined,
): Finding {
  return new SaidFinding(journal.redactor, check, verdict, message, exchange?.number);
}

/**
 * Most findings are never read: what they say is redacted when somebody does. A class, since a run makes tens of thousands
 * of them, and a getter of its own for each costs several times the rest of the finding.
 */
class SaidFinding implements Finding {
  declare readonly expected?: string;
  declare readonly observed?: string;
  declare readonly exchange?: number;
  readonly #redactor: Redactor;
  readonly #message: string;
  #redacted: string | undefined;

  constructor(
    redactor: Redactor,
    readonly check: string,
    readonly verdict: Finding['verdict'],
    message: string,
    exchange: number | undefined,
    detail?: { readonly expected: string; readonly observed: string },
  ) {
    this.#redactor = redactor;
    this.#message = message;
    withUnredacted(this, message);
    if (detail !== undefined) Object.assign(this, detail);
    if (exchange !== undefined) this.exchange = exchange;
  }

  get message(): string {
    return (this.#redacted ??= this.#redactor.text(this.#message));
  }

  /** The message is no property of its own, and belongs to what is written. */
  toJSON(): Finding {
    return Object.assign({ message: this.message }, this);
  }
}
