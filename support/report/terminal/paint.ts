import { styleText } from 'node:util';
import type { ScenarioRecord } from '../../verdict';

type Painter = (text: string) => string;

export interface Pen extends Record<ScenarioRecord['status'], Painter> {
  readonly bold: Painter;
  readonly dim: Painter;
}

const STYLES = { passed: 'green', failed: 'red', broken: 'yellow', skipped: 'gray', bold: 'bold', dim: 'dim' } as const;

/** Colors, or none: whether to color is decided by the listener for its own stream, not by Node for stdout. */
export function paint(colored: boolean): Pen {
  const painter = (style: (typeof STYLES)[keyof typeof STYLES]): Painter =>
    colored ? (text) => styleText(style, text, { validateStream: false }) : (text) => text;
  return {
    passed: painter(STYLES.passed),
    failed: painter(STYLES.failed),
    broken: painter(STYLES.broken),
    skipped: painter(STYLES.skipped),
    bold: painter(STYLES.bold),
    dim: painter(STYLES.dim),
  };
}
