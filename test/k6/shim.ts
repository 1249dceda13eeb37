import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * As much of k6's modules as the exported script uses, for node: requests are synchronous as they are in k6 (a worker makes them
 * while the script waits), checks are counted, and one virtual user does all iterations.
 */
const HTTP = `
import { Worker, MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
const flag = new Int32Array(new SharedArrayBuffer(4));
const { port1, port2 } = new MessageChannel();
const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { flag, port: port2 }, transferList: [port2] });
worker.unref();
port1.unref();
export const sent = [];
function post(url, body, params = {}) {
  if (params.redirects !== 0) throw new Error('redirects would be followed');
  Atomics.store(flag, 0, 0);
  sent.push({ url, name: params.tags?.name });
  port1.postMessage({ url, body: typeof body === 'string' ? Buffer.from(body) : new Uint8Array(body), headers: params.headers });
  Atomics.wait(flag, 0, 0);
  const { status, bytes, error } = receiveMessageOnPort(port1).message;
  if (error !== undefined) return { status: 0, body: null, error };
  const binary = params.responseType === 'binary';
  return { status, body: binary ? new Uint8Array(bytes).buffer : Buffer.from(bytes).toString() };
}
export default { post, expectedStatuses: (...ranges) => ranges };
`;

const WORKER = `
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { workerData } from 'node:worker_threads';
const { flag, port } = workerData;
const ca = process.env.SHIM_CA === undefined ? undefined : readFileSync(process.env.SHIM_CA);
port.on('message', ({ url, body, headers }) => {
  const answer = (message) => {
    port.postMessage(message);
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
  };
  const client = url.startsWith('https:') ? https : http;
  const request = client.request(url, { method: 'POST', headers, ca, agent: false }, (response) => {
    const chunks = [];
    response.on('data', (chunk) => chunks.push(chunk));
    response.on('end', () => answer({ status: response.statusCode, bytes: Buffer.concat(chunks) }));
  });
  request.on('error', (error) => answer({ error: error.message }));
  request.end(Buffer.from(body));
});
`;

const RUNNER = `
import { readFileSync } from 'node:fs';
globalThis.__ENV = process.env;
globalThis.open = (path) => readFileSync(path, 'utf8');
const [script, iterations] = process.argv.slice(2);
const { default: iterate, setup, options } = await import(script);
const { results } = await import('k6');
const { default: exec } = await import('k6/execution');
const { sent } = await import('k6/http');
const data = setup();
for (let number = 0; number < Number(iterations); number += 1) {
  exec.scenario.iterationInTest = number;
  iterate(data);
}
process.stdout.write(JSON.stringify({ options, checks: results, requests: sent }), () => process.exit(0));
`;

const K6 = `
export const results = {};
export function check(value, checks, tags = {}) {
  let all = true;
  for (const [name, judge] of Object.entries(checks)) {
    const passed = Boolean(judge(value));
    const result = (results[name] ??= { passes: 0, fails: 0, tags });
    if (passed) result.passes += 1;
    else result.fails += 1;
    all &&= passed;
  }
  return all;
}
export function sleep() {}
`;

const MODULES: Readonly<Record<string, string>> = {
  'index.mjs': K6,
  'http.mjs': HTTP,
  'worker.mjs': WORKER,
  'encoding.mjs': `export default { b64decode: (text) => { const bytes = Buffer.from(text, 'base64'); return new Uint8Array(bytes).buffer; } };`,
  'execution.mjs': `export default { scenario: { iterationInTest: 0 } };`,
  'data.mjs': `export class SharedArray { constructor(_name, make) { return JSON.parse(JSON.stringify(make())); } }`,
};

/** Writes the modules into this folder. @returns the program that runs a script in it: `node RUNNER SCRIPT ITERATIONS` */
export function writeShim(folder: string): string {
  const place = join(folder, 'node_modules', 'k6');
  mkdirSync(place, { recursive: true });
  for (const [name, text] of Object.entries(MODULES)) writeFileSync(join(place, name), text);
  const exports = {
    '.': './index.mjs',
    './http': './http.mjs',
    './encoding': './encoding.mjs',
    './execution': './execution.mjs',
    './data': './data.mjs',
  };
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name: 'k6', type: 'module', exports }));
  const runner = join(folder, 'runner.mjs');
  writeFileSync(runner, RUNNER);
  return runner;
}
