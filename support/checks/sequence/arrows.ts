import type { Exchange, Journal } from '../../exchange';
import type { Check } from '../check';
import { observed } from '../reading';

/** Arrows that the harness or its double performs: drawn, never judged (level STEP). */
const STEPS: readonly { id: string; arrow: string; operation: Exchange['operation']; requestType: 1 | 2 | 3 }[] = [
  { id: 'SEQ-01', arrow: 'T1', operation: 'entitlement', requestType: 1 },
  { id: 'SEQ-03', arrow: 'T3', operation: 'token', requestType: 1 },
  { id: 'SEQ-05', arrow: 'T5', operation: 'license', requestType: 1 },
  { id: 'SEQ-20', arrow: 'B1', operation: 'entitlement', requestType: 2 },
  { id: 'SEQ-25', arrow: 'B6', operation: 'entitlement', requestType: 3 },
  { id: 'SEQ-27', arrow: 'B8 and B9', operation: 'record', requestType: 3 },
  { id: 'SEQ-30', arrow: 'B12', operation: 'token', requestType: 3 },
  { id: 'SEQ-32', arrow: 'B14', operation: 'license', requestType: 3 },
  { id: 'SEQ-33', arrow: 'B15', operation: 'license', requestType: 3 },
];

function count(journal: Journal, operation: Exchange['operation'], requestType: number): number {
  return journal.exchanges.filter((exchange) => {
    if (exchange.operation !== operation) return false;
    const { stimulus } = exchange;
    return stimulus === undefined || !('requestType' in stimulus) || stimulus.requestType === requestType;
  }).length;
}

export const ARROWS: readonly Check[] = STEPS.map(({ id, arrow, operation, requestType }) => ({
  id,
  subject: 'arrow',
  judge: (journal) => {
    const seen = count(journal, operation, requestType);
    return [observed(journal, id, seen > 0 ? `arrow ${arrow} is in the picture` : `arrow ${arrow} did not show here`)];
  },
}));
