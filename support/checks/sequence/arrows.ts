import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { attributionOf, couldNotTest, entitlementsOf, isGrant, notApplicable, observed } from '../reading';

type RequestType = 1 | 2 | 3;

interface Step {
  readonly id: string;
  readonly arrow: string;
  readonly operation: 'entitlement' | 'token' | 'record' | 'license';
  readonly requestType: RequestType;
  /** The arrow is an answer, or shows only in one. */
  readonly answered?: true;
  /** Nobody sees the arrow itself. */
  readonly inside?: true;
}

/** Arrows that the harness or its double performs: drawn, never judged (level STEP). */
const STEPS: readonly Step[] = [
  { id: 'SEQ-01', arrow: 'T1', operation: 'entitlement', requestType: 1 },
  { id: 'SEQ-03', arrow: 'T3', operation: 'token', requestType: 1, answered: true },
  { id: 'SEQ-05', arrow: 'T5', operation: 'license', requestType: 1 },
  { id: 'SEQ-20', arrow: 'B1', operation: 'entitlement', requestType: 2 },
  { id: 'SEQ-25', arrow: 'B6', operation: 'entitlement', requestType: 3 },
  { id: 'SEQ-27', arrow: 'B8 and B9', operation: 'record', requestType: 3, answered: true, inside: true },
  { id: 'SEQ-30', arrow: 'B12', operation: 'token', requestType: 3, answered: true },
  { id: 'SEQ-32', arrow: 'B14', operation: 'license', requestType: 3 },
  { id: 'SEQ-33', arrow: 'B15', operation: 'license', requestType: 3, answered: true, inside: true },
];

const CALLS: Readonly<Record<'token' | 'record', string>> = { token: 'token request', record: 'record retrieval' };

function judge(journal: Journal, known: Known, { id, arrow, operation, requestType, answered, inside }: Step): Finding {
  const shown = journal.exchanges.find(
    (exchange) =>
      exchange.operation === operation &&
      typeOf(exchange, journal, known) === requestType &&
      (answered !== true || exchange.response !== undefined),
  );
  if (shown !== undefined) {
    const words = inside === true ? 'drawn; it happens inside ExpressPlay' : 'in the picture';
    return observed(journal, id, `arrow ${arrow} is ${words}`, shown);
  }
  if (operation === 'token' || operation === 'record') {
    if (!known.backend) return notApplicable(journal, id, `arrow ${arrow} cannot be seen in this profile`);
    const granted = entitlementsOf(journal).find(
      ({ exchange, stimulus }) => stimulus.requestType === requestType && isGrant(exchange),
    );
    if (granted !== undefined) {
      const message = `there is no arrow ${arrow}: SEES granted without a ${CALLS[operation]} that was answered`;
      return notApplicable(journal, id, message, granted.exchange);
    }
  }
  if (requestType === 3 && !known.readings['deviceBinding.supported']) {
    return notApplicable(journal, id, `there is no arrow ${arrow} where there is no device binding`);
  }
  return couldNotTest(journal, id, `arrow ${arrow} was not reached`);
}

/** Of a call of SEES: the type of the entitlement request that it serves. */
function typeOf(exchange: Exchange, journal: Journal, known: Known): RequestType | undefined {
  const { stimulus } = exchange;
  if (stimulus !== undefined) return 'requestType' in stimulus ? stimulus.requestType : undefined;
  return attributionOf(journal, known).owners.get(exchange)?.stimulus.requestType;
}

export const ARROWS: readonly Check[] = STEPS.map((step) => ({
  id: step.id,
  subject: 'arrow',
  judge: (journal, known) => [judge(journal, known, step)],
}));
