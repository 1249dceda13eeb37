/** What a `text/uri-list` body holds. */
export interface UriList {
  /** The first entry, if it is an absolute http or https URL; without the line end, otherwise unchanged. */
  readonly url: string | undefined;
  readonly lines: {
    readonly comments: number;
    readonly blank: number;
    /** Every line that is neither comment nor blank, without surrounding white space, URL or not. */
    readonly urls: string[];
  };
}

/**
 * Reads a `text/uri-list` body (RFC 2483): one URI a line, lines end in CRLF, `#` starts a comment line. A bare line feed
 * and a missing last line end are accepted. Never throws: a page of HTML gives `url: undefined`.
 */
export function readUriList(text: string): UriList {
  const lines = text.split(/\r?\n/);
  // What follows the last line end is no line of its own.
  if (lines.at(-1) === '') lines.pop();
  let comments = 0;
  let blank = 0;
  const urls: string[] = [];
  for (const line of lines) {
    const entry = line.trim();
    if (entry === '') blank += 1;
    else if (entry.startsWith('#')) comments += 1;
    else urls.push(entry);
  }
  const first = urls[0];
  return { url: first !== undefined && isAbsoluteHttpUrl(first) ? first : undefined, lines: { comments, blank, urls } };
}

/** An absolute http or https URL with a host and without white space or control characters inside. */
export function isAbsoluteHttpUrl(text: string): boolean {
  // URL.canParse repairs `http:host`, turns backslashes and drops tabs: too kind for an answer that must be usable as it stands.
  return /^https?:\/\/[^\s/?#]/i.test(text) && !/[\s\p{Cc}<>"\\]/u.test(text) && URL.canParse(text);
}
