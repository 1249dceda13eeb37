import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { notApplicable, observed, right, wrong } from '../reading';

/** The finding builders of one check at one exchange. */
export interface Say {
  readonly right: (message: string) => Finding;
  readonly wrong: (message: string, expected: string, observed: string) => Finding;
  readonly observed: (message: string) => Finding;
  readonly notApplicable: (message: string) => Finding;
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
  return invariant(id, (journal, known) =>
    select(journal, known).flatMap((judged) => judge(judged, say(journal, id, judged.exchange), known, journal) ?? []),
  );
}

export function say(journal: Journal, check: string, exchange: Exchange): Say {
  return {
    right: (message) => right(journal, check, message, exchange),
    wrong: (message, expected, seen) => wrong(journal, check, message, { expected, observed: seen, exchange }),
    observed: (message) => observed(journal, check, message, exchange),
    notApplicable: (message) => notApplicable(journal, check, message, exchange),
  };
}
