/** Lists of checks that fall together, for violations to name as broken or as failing in consequence. */

/** Of flows at the same time, one did not come to its end. */
export const ALL_AT_ONCE = ['SEQ-43.all', 'SEQ-53.all', 'SEES-SEC-05.all'];

/** Of flows at the same time, one came to what is another's. */
export const CROSSED_AT_ONCE = ['SEQ-43.crossed', 'SEQ-53.crossed', 'SEES-SEC-05.crossed'];

/** The right device comes to no license with its bound token; of flows at the same time it looks like somebody else's. */
export const NO_BOUND_LICENSE = ['SEQ-44', 'SEQ-46', 'SEQ-49.succeeds', ...CROSSED_AT_ONCE];

/** A token without a device for a registered cookie, wherever its history names none. */
export const UNBOUND_FOR_THE_REGISTERED = [
  'SEQ-40',
  'SEES-ERR-09.unbound',
  'SEES-ERR-09.refused',
  'SEES-ERR-10.unbound',
  'SEES-ERR-10.refused',
  'SEES-ERR-13',
  'EP-TOK-18.value',
  'EP-REC-10',
];
