import { mergedSettings } from './settings';
import type { Variation } from './variation';

/** Several variations as one, each around those before it; undefined: they want different things in the same place. */
export function together(variations: readonly Variation[]): Variation | undefined {
  const aspects = variations.flatMap(({ aspect }) => aspect ?? []);
  if (new Set(aspects).size < aspects.length) return undefined;
  const settings = mergedSettings(variations.map((variation) => variation.settings ?? {}));
  const options = mergedSettings(variations.map((variation) => ({ ...variation.options })));
  if (settings === undefined || options === undefined) return undefined;
  return {
    id: variations.map(({ id }) => id).join(' + '),
    sentence: variations.map(({ sentence }) => sentence).join(' '),
    settings,
    options,
    sees: (handler) => variations.reduce((inner, { sees }) => sees?.(inner) ?? inner, handler),
    expressplay: (handler) => variations.reduce((inner, { expressplay }) => expressplay?.(inner) ?? inner, handler),
    call: (right) => variations.reduce((inner, { call }) => call?.(inner) ?? inner, right),
  };
}
