import type { KeyObject } from 'node:crypto';
import type { Lesson } from '../../exchange';
import type { ConformanceReport, StartFacts } from '../../verdict';
import type { HandedRecord } from './handed-record';
import type { HandedReport } from './handed-report';

/** What the thread that writes results is told first. */
export interface ThreadData {
  readonly outDir: string;
  /** Undefined: nothing is signed. */
  readonly key: KeyObject | undefined;
  /** The report as it was written is to come back with `ended`. */
  readonly wantsReport: boolean;
  /** How far the thread is, for whoever goes on when it has died. */
  readonly progress: Int32Array;
}

/** Places in `ThreadData.progress`. */
export const PROGRESS = { begun: 0, scenarios: 1, ended: 2 } as const;

/** Texts in it are not redacted: what the redactor was told since the last message comes with it. */
export type ToThread = { readonly lessons: readonly Lesson[] } & (
  | { readonly kind: 'begin'; readonly facts: StartFacts; readonly draft: HandedReport | undefined }
  | { readonly kind: 'scenario'; readonly record: HandedRecord }
  | { readonly kind: 'draft'; readonly report: HandedReport }
  | { readonly kind: 'end'; readonly report: HandedReport }
);

export type FromThread =
  | { readonly kind: 'begun' }
  | { readonly kind: 'problem'; readonly sentence: string }
  | { readonly kind: 'ended'; readonly report: ConformanceReport | undefined };
