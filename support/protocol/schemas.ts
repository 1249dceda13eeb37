import { MAX_COOKIE_CHARACTERS } from './token-parameters';

/** Types and `required` as published (SEES-API): everything else is said in prose only. */
export const ENTITLEMENT_REQUEST_SCHEMA = {
  title: 'Entitlement Request',
  type: 'object',
  properties: {
    messageID: { type: 'string' },
    version: { type: 'integer' },
    requestType: { type: 'integer' },
    contentID: { type: 'string' },
    customerCookie: { type: 'string' },
  },
  required: ['messageID', 'version', 'contentID'],
} as const;

/** The prose as keywords: the three request types, the cookie's length, and that types 2 and 3 need a cookie (C-20). */
export const STRICT_ENTITLEMENT_REQUEST_SCHEMA = {
  ...ENTITLEMENT_REQUEST_SCHEMA,
  properties: {
    ...ENTITLEMENT_REQUEST_SCHEMA.properties,
    requestType: { type: 'integer', enum: [1, 2, 3] },
    customerCookie: { type: 'string', maxLength: MAX_COOKIE_CHARACTERS },
  },
  if: { properties: { requestType: { enum: [2, 3] } }, required: ['requestType'] },
  then: { properties: { customerCookie: { minLength: 1 } }, required: ['customerCookie'] },
} as const;

/**
 * The published text of this schema does not parse: one brace is missing. Read as evidently meant, with `required` beside
 * `properties` and not inside (C-02). Additional properties are allowed.
 */
export const ENTITLEMENT_RESPONSE_SCHEMA = {
  title: 'Entitlement Response',
  type: 'object',
  properties: {
    messageID: { type: 'string' },
    version: { type: 'integer' },
    isAllowed: { type: 'boolean' },
    epTokenURL: { type: 'string' },
    error: { type: 'integer' },
    errorText: { type: 'string' },
  },
  required: ['messageID', 'version', 'isAllowed', 'epTokenURL'],
} as const;

/** A refusal has no URL to give: absent, null and any text pass here (C-01). */
export const REFUSAL_SCHEMA = {
  ...ENTITLEMENT_RESPONSE_SCHEMA,
  properties: { ...ENTITLEMENT_RESPONSE_SCHEMA.properties, epTokenURL: { type: ['string', 'null'] } },
  required: ['messageID', 'version', 'isAllowed'],
} as const;
