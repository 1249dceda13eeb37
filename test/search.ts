import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Every way in which a secret could stand in a file. */
export function formsOf(secret: string): Set<string> {
  const forms = new Set<string>();
  const bytes = [Buffer.from(secret, 'utf8')];
  if (/^([0-9a-f]{2})+$/i.test(secret)) bytes.push(Buffer.from(secret, 'hex'));
  for (const value of bytes) {
    const hex = value.toString('hex');
    forms.add(value.toString('latin1'));
    forms.add(hex);
    forms.add(hex.toUpperCase());
    forms.add([...value].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
    forms.add([...value].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''));
    forms.add(JSON.stringify([...value]).slice(1, -1));
    // Base64 of the value at each of the three places at which it may begin in a longer text; the ends depend on neighbors.
    for (const shift of [0, 1, 2]) {
      const text = Buffer.concat([Buffer.alloc(shift), value]).toString('base64');
      const inner = text.slice(shift === 0 ? 0 : shift + 1, Math.floor(((shift + value.length) * 4) / 3) - 1);
      forms.add(inner.replace(/=+$/, ''));
      forms.add(inner.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''));
    }
  }
  forms.add(secret.toUpperCase());
  forms.add(encodeURIComponent(secret));
  forms.add(encodeURIComponent(encodeURIComponent(secret)));
  return forms;
}

/** Texts inside a text: whatever is base64 in it, decoded (a report in one file carries its data so). */
function* layers(text: string): Generator<string> {
  yield text;
  for (const [chunk] of text.matchAll(/[A-Za-z0-9+/]{64,}={0,2}/g))
    yield Buffer.from(chunk, 'base64').toString('latin1');
}

/** Files under `folder` (all of them, however deep), as one character per byte. */
export function* filesUnder(folder: string): Generator<{ readonly name: string; readonly text: string }> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    yield { name: relative(folder, path), text: readFileSync(path, 'latin1') };
  }
}

/** Where a secret stands, as `file: kind of secret`; never the secret itself. */
export function findSecrets(
  files: Iterable<{ readonly name: string; readonly text: string }>,
  secrets: ReadonlyMap<string, string>,
): string[] {
  const forms = [...secrets].flatMap(([value, kind]) => [...formsOf(value)].map((form) => ({ form, kind })));
  const found = new Set<string>();
  for (const { name, text } of files) {
    for (const layer of layers(text)) {
      for (const { form, kind } of forms) if (layer.includes(form)) found.add(`${name}: ${kind}`);
    }
  }
  return [...found];
}
