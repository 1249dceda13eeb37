import { relative } from 'node:path';
import { mustBeFolder, outputPlaces, renderReport, type RendererChoice } from '../report';
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
  process.stdout.write(`${relative(process.cwd(), result.file) || result.file}\n`);
  return 0;
}
