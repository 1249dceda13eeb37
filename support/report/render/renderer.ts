import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export type RendererName = 'commandline' | 'allure3';
export type RendererChoice = RendererName | 'auto';

/** A renderer as a script of ours and its arguments: no shared bin name, no npx. */
export interface Renderer {
  readonly name: RendererName;
  readonly script: string;
  readonly arguments: (results: string, output: string) => readonly string[];
}

export interface MissingRenderer {
  readonly missing: string;
}

const TITLE = 'SEES conformance';

/** `auto`: allure-commandline where Java is found, otherwise Allure 3, which draws the same kind of report without. */
export function chooseRenderer(choice: RendererChoice, env: NodeJS.ProcessEnv): Renderer | MissingRenderer {
  if (choice === 'allure3') return allure3();
  const java = findJava(env);
  if (choice === 'commandline') {
    return java
      ? commandline()
      : { missing: 'allure-commandline needs Java: set JAVA_HOME, put java into PATH, or use --renderer allure3' };
  }
  const first = java ? commandline() : allure3();
  return 'missing' in first && java ? allure3() : first;
}

/** allure-commandline's script looks nowhere else. */
export function findJava(env: NodeJS.ProcessEnv): boolean {
  const names = process.platform === 'win32' ? ['java.exe'] : ['java'];
  // A JAVA_HOME that is set counts alone: with a wrong one the script gives up.
  const folders = env.JAVA_HOME
    ? [join(env.JAVA_HOME, 'bin')]
    : (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => names.some((name) => existsSync(join(folder, name))));
}

function commandline(): Renderer | MissingRenderer {
  const entry = resolve('allure-commandline');
  if (entry === undefined) return { missing: 'the package allure-commandline is not installed' };
  return {
    name: 'commandline',
    script: join(dirname(entry), 'bin', 'allure'),
    arguments: (results, output) => [
      'generate',
      results,
      '--output',
      output,
      '--clean',
      '--single-file',
      '--name',
      TITLE,
      '--lang',
      'en',
    ],
  };
}

function allure3(): Renderer | MissingRenderer {
  const entry = resolve('allure');
  if (entry === undefined) return { missing: 'the package allure is not installed' };
  return {
    name: 'allure3',
    script: join(dirname(entry), '..', 'cli.js'),
    arguments: (results, output) => [
      'allure2',
      results,
      '--output',
      output,
      '--single-file',
      '--report-name',
      TITLE,
      '--report-language',
      'en',
    ],
  };
}

function resolve(name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}
