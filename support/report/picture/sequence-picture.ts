import type { ScenarioRecord } from '../../verdict';
import { count, escapeXml, oneLine } from '../text';
import { drawArrow, drawBar, drawEvidence, LEFT, px, RIGHT, text, type Canvas } from './draw';
import { isWrong, rowsOf, type Lifeline, type Row } from './rows';

export interface PictureOptions {
  /** Pixels; 900 unless told, not less than 560. */
  readonly width?: number;
  /** Exchanges up to which all are drawn; 24 unless told. */
  readonly limit?: number;
  /** Exchanges drawn from the beginning where there are more than that; 20 unless told. */
  readonly first?: number;
}

const NAMES: Record<Lifeline, string> = {
  client: 'Client',
  sees: 'SEES',
  expressplay: 'ExpressPlay Server',
  history: 'Transaction History',
};
const FONT = "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";

/**
 * A scenario as the documents draw it (DIA-TIME, DIA-BIND): lifelines and arrows in the journal's order, what went wrong in red.
 * @returns a whole SVG document that refers to nothing outside itself
 */
export function sequencePicture(record: ScenarioRecord, options: PictureOptions = {}): string {
  const width = Math.max(560, options.width ?? 900);
  const rows = rowsOf(record, options.limit ?? 24, options.first ?? 20);
  const canvas: Canvas = { width, x: columns(rows, width) };
  const title = text(record.name, {
    x: 8,
    y: 8,
    width: width - 16,
    limit: 2,
    anchor: 'start',
    color: '#1b1f24',
    size: 15,
    bold: true,
  });
  const broke = drawWhereItBroke(record, 8 + title.height + 4, width);
  const headTop = 8 + title.height + broke.height + 10;
  let y = headTop + 44;
  let body = '';
  const first = y;
  if (record.exchanges.length === 0) {
    const drawn = drawBar({ kind: 'bar', tone: 'gap', text: 'nothing was sent' }, y, canvas);
    body += drawn.svg;
    y += drawn.height;
  }
  for (const row of rows) {
    const drawn = draw(row, y, canvas);
    body += drawn.svg;
    y += drawn.height;
  }
  const legend = drawLegend(rows, y + 14, width);
  const height = y + 14 + legend.height + 6;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}" role="img" font-family="${FONT}">`,
    `<title>${escapeXml(oneLine(record.name))}</title>`,
    `<desc>${escapeXml(describe(rows, record.exchanges.length))}</desc>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    title.svg,
    broke.svg,
    lifelines(canvas, headTop, first, y),
    body,
    legend.svg,
    '</svg>\n',
  ].join('\n');
}

/** Said at the top already, since the red arrow may be far below. */
function drawWhereItBroke({ findings }: ScenarioRecord, y: number, width: number): { svg: string; height: number } {
  const [first] = findings.filter((finding) => isWrong(finding) && finding.exchange !== undefined);
  if (first?.exchange === undefined) return { svg: '', height: 0 };
  const words = [
    `Broke at #${String(first.exchange)}, red below`,
    ...(first.expected === undefined ? [] : [`expected: ${first.expected}`]),
    ...(first.observed === undefined ? [] : [`observed: ${first.observed}`]),
  ];
  const drawn = text(words.join(' · '), { x: 8, y, width: width - 16, limit: 2, anchor: 'start', color: '#a31515' });
  return { svg: `<g class="broke">${drawn.svg}</g>`, height: drawn.height + 4 };
}

function columns(rows: readonly Row[], width: number): Canvas['x'] {
  const history = rows.some((row) => row.kind === 'arrow' && (row.from === 'history' || row.to === 'history'));
  const names: Lifeline[] = ['client', 'sees', 'expressplay', ...(history ? (['history'] as const) : [])];
  const left = LEFT + 66;
  const right = width - RIGHT - 82;
  return Object.fromEntries(names.map((name, index) => [name, left + ((right - left) * index) / (names.length - 1)]));
}

function lifelines(canvas: Canvas, top: number, from: number, to: number): string {
  return (Object.entries(canvas.x) as [Lifeline, number][])
    .map(([name, x]) => {
      const half = name === 'client' || name === 'sees' ? 46 : 76;
      const line = `<path d="M${px(x)} ${px(from - 14)}V${px(to + 4)}" stroke="#b6bcc4"/>`;
      const box = `<rect x="${px(x - half)}" y="${px(top)}" width="${px(2 * half)}" height="30" rx="4" fill="#eef2f7" stroke="#57606a"/>`;
      return `${line}${box}<text x="${px(x)}" y="${px(top + 20)}" font-size="13" font-weight="600" fill="#1b1f24" text-anchor="middle">${NAMES[name]}</text>`;
    })
    .join('\n');
}

function draw(row: Row, top: number, canvas: Canvas): { svg: string; height: number } {
  switch (row.kind) {
    case 'arrow':
      return drawArrow(row, top, canvas);
    case 'bar':
      return drawBar(row, top, canvas);
    case 'evidence':
      return drawEvidence(row, top, canvas);
  }
}

/** Explains only what is in the picture and does not explain itself. */
function drawLegend(rows: readonly Row[], y: number, width: number): { svg: string; height: number } {
  const styles = new Set(rows.flatMap((row) => (row.kind === 'arrow' ? row.style : [])));
  const words = [
    styles.has('refused') && 'dashed: refused',
    styles.has('failed') && 'dotted with a cross: no answer',
    styles.has('documented') && 'gray dots: drawn by the documents, not visible from outside',
    rows.some((row) => row.kind === 'evidence') && 'red: violates a requirement',
  ].filter((word) => word !== false);
  if (words.length === 0) return { svg: '', height: 0 };
  return text(words.join(' · '), {
    x: 8,
    y,
    width: width - 16,
    limit: 2,
    anchor: 'start',
    color: '#57606a',
    size: 11.5,
  });
}

function describe(rows: readonly Row[], exchanges: number): string {
  const told = rows.flatMap((row) =>
    row.kind === 'arrow' ? `${NAMES[row.from]} to ${NAMES[row.to]}: ${row.text}` : [],
  );
  return `${count(exchanges, 'exchange')}. ${oneLine(told.join('; '))}`;
}
