/* global AbortSignal, Buffer, fetch */
// A SEES as an ESM module: a handler, on the clock it is given, that calls ExpressPlay by fetch.
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';

const { createSees: reference } = createRequire(import.meta.url)('../../support/reference');

export const usesClock = true;

export async function createSees({ clock, ...options }) {
  return reference(options, { clock, random: randomBytes, call });
}

async function call({ method, url, headers, body }, { signal } = {}) {
  const patience = AbortSignal.any([AbortSignal.timeout(1000), ...(signal === undefined ? [] : [signal])]);
  const carried = body.length === 0 ? {} : { body };
  const answer = await fetch(url, { method, headers, redirect: 'manual', signal: patience, ...carried });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: bytes };
}
