const TITLES: Readonly<Record<string, string>> = {
  'sees-transport': 'SEES: transport',
  'sees-request': 'SEES: the entitlement request',
  'sees-response': 'SEES: the answer to an entitlement request',
  'sees-upstream-faults': 'SEES: faults of ExpressPlay',
  'sees-secrecy': 'SEES: secrecy and isolation',
  'sees-token-request': 'SEES: the token request it forms',
  'expressplay-token-service': 'ExpressPlay: the token service',
  'expressplay-error-codes': 'ExpressPlay: the error codes of the token service',
  records: 'Record retrieval',
  license: 'The license request',
  sequence: 'The sequences',
};

/** What part of the documents a family of requirements is about, as a heading. */
export function familyTitle(family: string): string {
  return TITLES[family] ?? family;
}
