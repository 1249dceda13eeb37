import { groupBy } from '../group-by';
import { escapeXml, oneLine } from '../text';
import { wrap } from './measure';
import type { ArrowRow, BarRow, EvidenceRow, Lifeline } from './rows';

export interface Canvas {
  readonly width: number;
  /** Where the lifelines stand. */
  readonly x: Readonly<Partial<Record<Lifeline, number>>>;
}

export interface Drawn {
  readonly svg: string;
  /** Height of the row's band. */
  readonly height: number;
}

export const LEFT = 44;
export const RIGHT = 14;
const SIZE = 13;
const SMALL = 11.5;
const LEADING = 17;

const STROKES: Record<ArrowRow['style'], { color: string; dash: string }> = {
  request: { color: '#1f4e8c', dash: '' },
  answer: { color: '#1a6b3a', dash: '' },
  refused: { color: '#8a5a00', dash: '7 4' },
  failed: { color: '#8a5a00', dash: '2 4' },
  documented: { color: '#767c85', dash: '1 4' },
};
const WRONG = '#c62828';
const WRONG_GROUND = '#fff1f0';
const NOTE_GROUND = '#fff6d6';

export function drawArrow(row: ArrowRow, top: number, canvas: Canvas): Drawn {
  const from = canvas.x[row.from] ?? LEFT;
  const to = canvas.x[row.to] ?? LEFT;
  if (from === to) return drawSelf(row, from, top);
  const middle = (from + to) / 2;
  const room = 2 * Math.min(middle - LEFT, canvas.width - RIGHT - middle);
  const length = Math.abs(to - from) - 12;
  const label = text(row.text, { x: middle, y: top + 4, width: length, limit: 3, anchor: 'middle', color: ink(row) });
  const y = top + 4 + label.height + 5;
  const aside = row.aside
    ? text(row.aside, { x: middle, y: y + 4, width: room, limit: 2, anchor: 'middle', color: '#57606a', size: SMALL })
    : { svg: '', height: 0 };
  const number =
    row.number === undefined
      ? ''
      : `<text x="8" y="${px(y + 4)}" font-size="${px(SMALL)}" fill="#57606a">#${px(row.number)}</text>`;
  const toward = Math.sign(to - from);
  const lost = row.style === 'failed' ? cross(from + toward * 14, y, stroke(row)) : '';
  const line = `<path d="M${px(from)} ${px(y)}H${px(to - toward * 2)}" ${pen(row)}/>`;
  const svg = number + label.svg + line + head(to, y, toward, row) + lost + aside.svg;
  return { svg: `<g class="${classes(row)}">${svg}</g>`, height: 4 + label.height + 5 + 6 + aside.height };
}

export function drawBar(row: BarRow, top: number, canvas: Canvas): Drawn {
  const width = canvas.width - LEFT - RIGHT;
  const words = text(row.text, {
    x: LEFT + width / 2,
    y: top + 8,
    width: width - 24,
    limit: 2,
    anchor: 'middle',
    color: row.tone === 'note' ? '#3d3200' : '#57606a',
    ground: row.tone === 'note' ? NOTE_GROUND : '#fff',
  });
  const height = words.height + 8;
  const box =
    row.tone === 'gap'
      ? ''
      : `<rect x="${px(LEFT)}" y="${px(top + 4)}" width="${px(width)}" height="${px(height)}" rx="4" fill="${NOTE_GROUND}" stroke="#c9a400"/>`;
  return { svg: `<g class="${row.tone}">${box}${words.svg}</g>`, height: height + 10 };
}

export function drawEvidence(row: EvidenceRow, top: number, canvas: Canvas): Drawn {
  const x = LEFT + 12;
  const width = canvas.width - RIGHT - 12 - x;
  let y = top + 8;
  let svg = '';
  const add = (words: string, limit: number, bold: boolean): void => {
    const drawn = text(words, {
      x,
      y,
      width,
      limit,
      anchor: 'start',
      color: '#7a1010',
      size: 12,
      bold,
      ground: WRONG_GROUND,
    });
    svg += drawn.svg;
    y += drawn.height;
  };
  // Several checks often say the same of one answer.
  const said = groupBy(row.findings, ({ level, message, expected, observed }) =>
    JSON.stringify([level, message, expected, observed]),
  );
  for (const [finding, ...others] of said.values()) {
    if (finding === undefined) continue;
    const checks = [finding, ...others].map(({ check }) => check).join(', ');
    add(`${checks} (${finding.level}): ${finding.message}`, 2, true);
    if (finding.expected !== undefined) add(`expected: ${finding.expected}`, 3, false);
    if (finding.observed !== undefined) add(`observed: ${finding.observed}`, 3, false);
  }
  const height = y - top;
  const box = `<rect x="${px(LEFT)}" y="${px(top + 2)}" width="${px(canvas.width - LEFT - RIGHT)}" height="${px(height)}" rx="4" fill="${WRONG_GROUND}" stroke="${WRONG}"/>`;
  return { svg: `<g class="evidence">${box}${svg}</g>`, height: height + 8 };
}

interface TextOptions {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly limit: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly color: string;
  readonly size?: number;
  readonly bold?: boolean;
  /** Background the letters stand on, drawn around them so that lifelines do not run through; white unless told. */
  readonly ground?: string;
}

/** Wrapped text whose first line's top is at `y`; a text that had to be cut shows its whole self on hovering. */
export function text(words: string, options: TextOptions): Drawn {
  const { x, y, width, limit, anchor, color, size = SIZE, bold = false, ground = '#fff' } = options;
  // Bold letters are wider by about a tenth.
  const { lines, whole } = wrap(words, bold ? size * 1.1 : size, width, limit);
  const spans = lines
    .map((line, index) => `<tspan x="${px(x)}" y="${px(y + (index + 0.75) * LEADING)}">${escapeXml(line)}</tspan>`)
    .join('');
  const title = whole ? '' : `<title>${escapeXml(oneLine(words))}</title>`;
  const weight = bold ? ' font-weight="600"' : '';
  const svg = `<text font-size="${px(size)}" fill="${color}" text-anchor="${anchor}"${weight} stroke="${ground}" stroke-width="4" stroke-linejoin="round" paint-order="stroke">${title}${spans}</text>`;
  return { svg, height: lines.length * LEADING };
}

/** A number as SVG likes it: no exponent, no noise behind the point. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function drawSelf(row: ArrowRow, x: number, top: number): Drawn {
  const y = top + 8;
  const loop = `<path d="M${px(x)} ${px(y)}h34v16h-32" ${pen(row)}/>`;
  const label = text(row.text, { x: x - 8, y: y - 1, width: x - LEFT - 8, limit: 1, anchor: 'end', color: ink(row) });
  return { svg: `<g class="${classes(row)}">${loop}${head(x, y + 16, -1, row)}${label.svg}</g>`, height: 30 };
}

function head(x: number, y: number, toward: number, row: ArrowRow): string {
  const back = x - toward * 9;
  const fill = row.style === 'request' || row.wrong ? stroke(row) : '#fff';
  return `<path d="M${px(x)} ${px(y)}L${px(back)} ${px(y - 4.5)}V${px(y + 4.5)}Z" fill="${fill}" stroke="${stroke(row)}"/>`;
}

function cross(x: number, y: number, color: string): string {
  return `<path d="M${px(x - 5)} ${px(y - 5)}l10 10m0 -10l-10 10" stroke="${color}" stroke-width="2"/>`;
}

function pen(row: ArrowRow): string {
  const { dash } = STROKES[row.style];
  return `fill="none" stroke="${stroke(row)}" stroke-width="${row.wrong ? '2.4' : '1.5'}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}`;
}

function stroke(row: ArrowRow): string {
  return row.wrong ? WRONG : STROKES[row.style].color;
}

/** Text is darker than its line, so it can be read. */
function ink(row: ArrowRow): string {
  return row.wrong ? '#a31515' : row.style === 'documented' ? '#57606a' : '#1b1f24';
}

function classes(row: ArrowRow): string {
  return row.wrong ? `${row.style} wrong` : row.style;
}
