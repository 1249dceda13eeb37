/** What cucumber's expressions match with. */
export interface TreeRegexp {
  readonly regexp?: unknown;
  readonly groupBuilder?: { build?(match: RegExpExecArray, nextGroupIndex: () => number): unknown };
  match(text: string): unknown;
}

/**
 * Cucumber asks a library where the groups of a match begin and end, which parses and rewrites every regular expression for
 * the purpose; Node has known since version 16 (flag `d`). The rest of the work stays with cucumber; where that is not as
 * we know it, nothing is changed.
 */
export function matchNatively(tree: TreeRegexp): void {
  const { regexp, groupBuilder } = tree;
  if (!(regexp instanceof RegExp) || typeof groupBuilder?.build !== 'function') return;
  // Sticky and global expressions remember where they were: theirs is another story.
  if (regexp.global || regexp.sticky) return;
  const measuring = regexp.hasIndices ? regexp : new RegExp(regexp.source, `${regexp.flags}d`);
  const build = groupBuilder.build.bind(groupBuilder);
  tree.match = (text) => {
    // Asking for indices costs; most definitions do not fit.
    if (!regexp.test(text)) return null;
    const match = measuring.exec(text);
    let group = 0;
    return match && build(match, () => group++);
  };
}
