const LONGEST = 80;

/** A value as a message may quote it: one line, cut to a bearable length. Only for what is no secret. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : kindOf(value);
  const characters = Array.from(text.length > 4 * LONGEST ? text.slice(0, 4 * LONGEST) : text);
  const cut = characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : text;
  return typeof value === 'string' ? JSON.stringify(cut) : cut;
}

/** A secret's outward form and nothing of its content: what a message may say of a wrong key. */
export function shape(value: string): string {
  if (value === '') return 'an empty value';
  const length = Array.from(value).length;
  const kind = /^[0-9]+$/.test(value)
    ? 'digits'
    : /^[0-9a-f]+$/i.test(value)
      ? 'hex digits'
      : 'characters, not all hex';
  return `${length} ${kind}`;
}

/** The JSON type of a value, with the value itself where it is a number or a boolean. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return 'a string';
  return typeof value === 'number' || typeof value === 'boolean' ? `${typeof value} ${value}` : typeof value;
}
