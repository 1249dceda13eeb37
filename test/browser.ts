import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of a Chromium of this machine: SEES_CONFORMANCE_BROWSER, else the PATH; undefined: there is none. */
export function findBrowser(): string | undefined {
  const named = process.env.SEES_CONFORMANCE_BROWSER;
  if (named) return named;
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** CI has to have one; elsewhere its absence skips the test. */
export const BROWSER_REQUIRED = process.env.SEES_CONFORMANCE_REQUIRE_BROWSER === '1';
