/** Way from the root of the configuration to a value; a number is a place in a list. */
export type KeyPath = readonly (string | number)[];

/** `sees.contents[0].iv`. The dots inside the keys of readings stay as they are. */
export function showPath(path: KeyPath): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${String(step)}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

/** The path that a JSON pointer names in `tree`. */
export function fromPointer(pointer: string, tree: unknown): KeyPath {
  let node = tree;
  return pointer
    .split('/')
    .slice(1)
    .map((text) => {
      const step = text.replaceAll('~1', '/').replaceAll('~0', '~');
      const key = Array.isArray(node) ? Number(step) : step;
      node = (node as Record<string | number, unknown> | undefined)?.[key];
      return key;
    });
}

export function getIn(tree: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (node, step) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, step)
        ? (node as Record<string | number, unknown>)[step]
        : undefined,
    tree,
  );
}

/** Sets a value; sections on the way that are missing, or are no sections, are made. */
export function setIn(tree: Record<string, unknown>, path: KeyPath, value: unknown): void {
  let node: Record<string | number, unknown> = tree;
  for (const step of path.slice(0, -1)) {
    const inner = Object.hasOwn(node, step) ? node[step] : undefined;
    const section = typeof inner === 'object' && inner !== null ? (inner as Record<string | number, unknown>) : {};
    node[step] = section;
    node = section;
  }
  const last = path.at(-1);
  if (last !== undefined) node[last] = value;
}
