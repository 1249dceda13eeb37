/** A host of the vendor at which redemptions cost credits: `service.expressplay.com`, `fp.service.expressplay.com`. */
export function isProduction(url: string): boolean {
  return URL.canParse(url) && /(^|\.)service\.expressplay\./i.test(new URL(url).hostname);
}
