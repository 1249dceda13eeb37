/** What `import type { ... } from 'sees-conformance'` gives: the shapes of `conformance.json`. Values there are none. */
export type {
  CheckVerdict,
  ConformanceReport,
  Gate,
  Outcome,
  ReadingInForce,
  ReportSignature,
  RequirementVerdict,
  RunFacts,
  RunSelection,
  ScenarioSummary,
  Waiver,
  WaiverState,
  WaiverVerdict,
} from './verdict';
