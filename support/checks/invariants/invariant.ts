import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { notApplicable, observed, right, wrong } from '../reading';

/** The finding builders of one check at one exchange. A class: one is made for each of some ten thousand looks. */
export class Say {
  constructor(
    private readonly journal: Journal,
    private readonly check: string,
    private readonly exchange: Exchange,
  ) {}

  right(message: string): Finding {
    return right(this.journal, this.check, message, this.exchange);
  }

  wrong(message: string, expected: string, seen: string): Finding {
    return wrong(this.journal, this.check, message, { expected, observed: seen, exchange: this.exchange });
  }

  observed(message: string): Finding {
    return observed(this.journal, this.check, message, this.exchange);
  }

  notApplicable(message: string): Finding {
    return notApplicable(this.journal, this.check, message, this.exchange);
  }
}

/** A check on every exchange of every scenario. */
export function invariant(id: string, judge: (journal: Journal, known: Known) => Finding[]): Check {
  return { id, subject: 'every', judge };
}

/**
 * A check that looks at one thing after the other: `select` finds the things in a journal, `judge` says something of each or,
 * where it shows nothing, nothing.
 */
export function invariantOnEach<Judged extends { readonly exchange: Exchange }>(
  id: string,
  select: (journal: Journal, known: Known) => readonly Judged[],
  judge: (judged: Judged, say: Say, known: Known, journal: Journal) => Finding | undefined,
): Check {
  return invariant(id, (journal, known) => {
    const findings: Finding[] = [];
    for (const judged of select(journal, known)) {
      const finding = judge(judged, new Say(journal, id, judged.exchange), known, journal);
      if (finding !== undefined) findings.push(finding);
    }
    return findings;
  });
}
