/** Streaming indicator; with `av-adapter` the HU is the adapter's, not the player's. */
export const STREAMING_INDICATORS = {
  local: '0000000000000000',
  airplay: 'abb0256a31843974',
  'av-adapter': '5f9c8132b59f2fde',
} as const;
export type StreamingIndicator = keyof typeof STREAMING_INDICATORS;

/** Media playback state. */
export const PLAYBACK_STATES = {
  ready: 0xf4dee5a2,
  playing: 0xa5d6739e,
  'lease-expiring': 0x4f834330,
  stopped: 0x5991bf20,
} as const;
export type PlaybackState = keyof typeof PLAYBACK_STATES;

/** Key types of the key duration block. */
export const KEY_TYPES = {
  lease: 0x1a4bde7e,
  rental: 0x3dfe45a0,
  'lease-and-rental': 0x27b59bde,
  persistent: 0x3df2d9fb,
  'persistent-limited': 0x18f06048,
} as const;
export type KeyType = keyof typeof KEY_TYPES;

/** Ends every key duration block. */
export const KEY_DURATION_CONSTANT = 0x86d34a3a;

/** HDCP requirement. */
export const HDCP_VALUES = {
  none: 'ef72894ca7895b78',
  'type-0': '40791ac78bd5c571',
  'type-1': '285a0863bba8e1d3',
} as const;
export type Hdcp = keyof typeof HDCP_VALUES;

/** The name that a table gives a value; undefined for an unknown value. */
export function nameOf<K extends string, V>(table: Readonly<Record<K, V>>, value: V): K | undefined {
  return (Object.keys(table) as K[]).find((name) => table[name] === value);
}
