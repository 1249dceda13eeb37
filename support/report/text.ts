/** Text that came over the wire, made harmless for whoever shows it. */

const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const PLAIN = /^[ -~]*$/u;
const NOT_PRINTABLE = /[\p{Cc}\p{Cs}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu;

/** Escaped for XML text and attributes; characters that XML 1.0 cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  return withoutControls(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Characters that XML 1.0 cannot hold become U+FFFD. */
export function withoutControls(text: string): string {
  return text.replace(NOT_XML, '\uFFFD');
}

/** One line without control characters (no escape sequences for the terminal) and without characters that turn text around. */
export function oneLine(text: string): string {
  if (PLAIN.test(text) && !text.includes('  ')) return text.trim();
  return text.replace(/\s+/gu, ' ').replace(NOT_PRINTABLE, '\uFFFD').trim();
}

/** At most `limit` characters, the last of them an ellipsis where something was cut off. */
export function cut(text: string, limit: number): string {
  const characters = Array.from(text);
  return characters.length <= limit
    ? text
    : `${characters
        .slice(0, Math.max(0, limit - 1))
        .join('')
        .trimEnd()}…`;
}

const PLAIN_MARKDOWN = /^[A-Za-z0-9.,:;()/+=-]+(?: [A-Za-z0-9.,:;()/+=-]+)*$/u;

/** Escaped for a line or a table cell of GitHub-flavored Markdown. */
export function escapeMarkdown(text: string): string {
  if (PLAIN_MARKDOWN.test(text)) return text;
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~#]/gu, String.raw`\$&`)
    .replaceAll('@', '&#64;');
}

/** A code block of Markdown that holds the text as it is: no line of it can end the block. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/gu), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** `1 check`, `2 checks`. */
export function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Milliseconds as people say them: `240 ms`, `3.4 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${String(Math.max(0, Math.round(milliseconds)))} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
}

/** A setting's value as people write it: a list without brackets. */
export function valueWords(value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map(valueWords).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
