/** A request that passed every rule of form, with its conditional members settled. */
export type EntitlementQuestion =
  | { readonly requestType: 1; readonly messageID: string; readonly contentID: string; readonly cookie?: string }
  | { readonly requestType: 2 | 3; readonly messageID: string; readonly contentID: string; readonly cookie: string };
