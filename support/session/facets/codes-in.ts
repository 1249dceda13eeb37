/** ExpressPlay's codes in the cells of a table, in their order. */
export function codesIn(...cells: readonly string[]): number[] {
  return cells.flatMap((cell) => [...cell.matchAll(/-\d{4}/g)].map(([digits]) => Number(digits)));
}
