import { relative } from 'node:path';
import { mustBeFolder, outputPlaces, renderReport, type RendererChoice } from '../report';
import type { ConformanceReport } from '../verdict';
import { readReportObject } from './read-report';
import { UsageError } from './usage-error';

const RENDERERS: readonly string[] = ['auto', 'commandline', 'allure3'];

/** `sees-conformance report` */
export async function reportCommand(options: { out: string; renderer: string; open?: boolean }): Promise<number> {
  if (!RENDERERS.includes(options.renderer)) {
    throw new UsageError(`--renderer ${options.renderer}: there is no such renderer. Right: ${RENDERERS.join(', ')}`);
  }
  mustBeFolder(options.out);
  const places = outputPlaces(options.out);
  const result = await renderReport({
    results: places.results,
    output: places.report,
    renderer: options.renderer as RendererChoice,
    ...(options.open === true ? { open: true } : {}),
  });
  if (!result.ok) {
    process.stderr.write(`sees-conformance: ${result.why}\n`);
    return 3;
  }
  const partial = whyPartial(places.conformance);
  if (partial !== undefined) process.stderr.write(`sees-conformance: this run is partial: ${partial}\n`);
  process.stdout.write(`${relative(process.cwd(), result.file) || result.file}\n`);
  return 0;
}

/** Why the results of a run are not all there; undefined: they are. */
function whyPartial(conformance: string): string | undefined {
  try {
    const { run } = readReportObject(conformance) as Partial<ConformanceReport>;
    return run?.partial;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return 'there is no conformance.json that could be read';
  }
}
