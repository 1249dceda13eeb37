import { withUnredacted, type Exchange, type Journal } from '../../exchange';
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
  return {
    ...finding(journal, check, 'wrong', message, detail.exchange),
    expected: journal.redactor.text(detail.expected),
    observed: journal.redactor.text(detail.observed),
  };
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
  let redacted: string | undefined;
  const found: Finding = {
    check,
    verdict,
    // Most findings are never read: what they say is redacted when somebody does.
    get message() {
      return (redacted ??= journal.redactor.text(message));
    },
    ...(exchange === undefined ? {} : { exchange: exchange.number }),
  };
  return withUnredacted(found, message);
}
