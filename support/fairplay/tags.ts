/** Tags of the TLLV blocks, as 16 lower-case hex digits. */
export const TAG = {
  skR1: '3d1a10b8bffac2ec',
  skR1Integrity: 'b349d4809e910687',
  arSeed: '89c90f12204106b2',
  r2: '71b5595ac1521133',
  returnRequest: '19f9d4e5ab7609cb',
  assetId: '1bf7f53f5d5d5a1f',
  transactionId: '47aa7ad3440577de',
  protocolVersionsSupported: '67b8fb79ecce1a13',
  protocolVersionUsed: '5d81bcbcc7f61703',
  streamingIndicator: 'abb0256a31843974',
  mediaPlaybackState: 'eb8efdf2b25ab3a0',
  capabilities: '9c02af3253c07fb2',
  contentKey: '58b38165af0e3d5a',
  r1: 'ea74c4645d5efee9',
  keyDuration: '47acf6a418cd091a',
  hdcp: '2e52f1530d8ddb4a',
} as const;

/** The tags that a CKC uses for itself: a return request for one of them cannot be answered. */
export const CKC_TAGS: readonly string[] = [TAG.contentKey, TAG.r1, TAG.keyDuration, TAG.hdcp];
