/** For listeners that have nothing to complain of. */
export function noProblem(sentence: string): never {
  throw new Error(sentence);
}
