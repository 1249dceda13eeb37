/** Sections of a configuration, as a file has them. */
export type Settings = Readonly<Record<string, unknown>>;

/** All of them at once; undefined: two of them want different things in the same place. */
export function mergedSettings(several: readonly Settings[]): Settings | undefined {
  let merged: Settings = {};
  for (const one of several) {
    const next = merge(merged, one);
    if (next === undefined) return undefined;
    merged = next;
  }
  return merged;
}

function merge(a: Settings, b: Settings): Settings | undefined {
  const merged: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const before = merged[key];
    if (before === undefined) merged[key] = value;
    else if (isSection(before) && isSection(value)) {
      const section = merge(before, value);
      if (section === undefined) return undefined;
      merged[key] = section;
    } else if (JSON.stringify(before) !== JSON.stringify(value)) return undefined;
  }
  return merged;
}

function isSection(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
