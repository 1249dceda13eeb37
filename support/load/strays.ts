import type { HttpResponse } from '../exchange';
import type { Crossings, CrossingKind } from './crossings';
import type { Flow } from './flow';
import type { Owners } from './owners';

/** Identities of ours are told by their form alone; a run of more such characters is something else. */
const COOKIE = /(?<![0-9a-z])c-[0-9a-f]{24}(?![0-9a-f])/g;
const MESSAGE = /(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])/gi;
const DEVICE = /(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/gi;
const KEY = /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/gi;

/** No answer of ours is longer; what is longer was written by somebody with other things in mind. */
const READ_CHARACTERS = 64 * 1024;

/** Whatever of other flows stands in an answer to this one, in headers or body, wherever it stands. */
export function findStrays(response: HttpResponse, flow: Flow, owners: Owners, crossings: Crossings): void {
  const text = `${Object.values(response.headers).join('\n')}\n${response.body.toString('latin1', 0, READ_CHARACTERS)}`;
  const told = new Set<string>();
  const stray = (kind: CrossingKind, owner: Flow | undefined): void => {
    if (owner === undefined || owner.name === flow.name || told.has(`${kind} ${owner.name}`)) return;
    told.add(`${kind} ${owner.name}`);
    crossings.add(kind, flow.name, `an answer to ${flow.name} holds the ${kind} of ${owner.name}`);
  };
  for (const [cookie] of text.matchAll(COOKIE)) stray('cookie', owners.ofCookie(cookie));
  for (const [message] of text.matchAll(MESSAGE)) stray('message id', owners.ofMessage(message.toLowerCase()));
  for (const [device] of text.matchAll(DEVICE)) stray('device', owners.ofDevice(device));
  for (const [key] of text.matchAll(KEY)) {
    const titles = owners.titlesOf(key);
    if (titles.size === 0 || flow.contentIDs.some((id) => titles.has(id)) || told.has('key')) continue;
    told.add('key');
    crossings.add('key', flow.name, `an answer to ${flow.name} holds the key of a title that it never asked for`);
  }
}
