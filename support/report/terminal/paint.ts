import { styleText } from 'node:util';
import type { ScenarioRecord } from '../../verdict';

type Painter = (text: string) => string;

export interface Pen extends Record<ScenarioRecord['status'], Painter> {
  readonly bold: Painter;
  readonly dim: Painter;
}

const STYLES = { passed: 'green', failed: 'red', broken: 'yellow', skipped: 'gray', bold: 'bold', dim: 'dim' } as const;

/** Colors, or none. */
export function paint(colored: boolean): Pen {
  const painter = (style: (typeof STYLES)[keyof typeof STYLES]): Painter => (colored ? (text) => styleText(style, text) : (text) => text);
  return {
    passed: painter(STYLES.passed),
    failed: painter(STYLES.failed),
    broken: painter(STYLES.broken),
    skipped: painter(STYLES.skipped),
    bold: painter(STYLES.bold),
    dim: painter(STYLES.dim),
  };
}
