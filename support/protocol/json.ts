export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether parsed JSON is an object: what every message of the protocol is, save lists of events. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJson(text: string): boolean {
  return parseJson(text) !== undefined;
}

/** The value that a JSON text stands for; undefined: it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
