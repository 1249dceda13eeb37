import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { licenseInWords, meaningOf } from './meaning';
import type { EntitlementStimulus, LicenseStimulus } from './stimulus';

const entitlement: EntitlementStimulus = {
  kind: 'entitlement',
  flow: 'flow 1',
  device: 'device A',
  messageID: 'm',
  version: 1,
  requestType: 3,
  contentID: 'movie',
  valid: true,
};
const license: LicenseStimulus = {
  kind: 'license',
  flow: 'flow 1',
  device: 'device B',
  grant: 3,
  contentID: 'movie',
  requestType: 3,
  deviation: 'none',
  synthetic: true,
};

describe('meaningOf', () => {
  it('tells an entitlement request', () => {
    assert.equal(meaningOf(entitlement), 'flow 1: device A asks for device-bound access to movie');
    assert.equal(
      meaningOf({
        ...entitlement,
        registration: 'delayed',
        cookieOwner: 'device C',
        valid: false,
        fault: 'HTTP 500',
        aborted: true,
      }),
      'flow 1: device A asks for device-bound access to movie, with a cookie that registered a device, which records do not show yet, ' +
        'which is the cookie of device C, in a request that breaks a rule, while ExpressPlay shows: HTTP 500, and goes away before the answer',
    );
    assert.doesNotMatch(meaningOf({ ...entitlement, cookieOwner: 'device A' }), /cookie of/);
  });

  it('tells a license request, its deviation, its moment and its twin', () => {
    assert.equal(meaningOf(license), 'flow 1: device B redeems the URL of exchange 3 for movie');
    assert.equal(
      meaningOf({ ...license, deviation: 'other-device', twin: 5 }),
      'flow 1: device B redeems the URL of exchange 3 for movie, the URL is bound to another device, its valid twin is exchange 5',
    );
    assert.match(meaningOf({ ...license, offsetSeconds: -1 }), /1 s before the token's limit$/);
    assert.match(meaningOf({ ...license, offsetSeconds: 0 }), /at the very second of the token's limit$/);
    assert.match(
      meaningOf({ ...license, deviation: 'expired', offsetSeconds: 2 }),
      /expirationTime, 2 s past the token's limit$/,
    );
  });

  it('tells the harness apart', () => {
    assert.equal(
      meaningOf({ kind: 'record', flow: 'f', cookie: 'c', registration: 'none' }),
      'f: the harness asks for the records of a cookie that never registered a device',
    );
    assert.equal(
      meaningOf({ kind: 'token', flow: 'f', purpose: 'wrong authenticator', valid: true }),
      'f: wrong authenticator',
    );
  });
});

describe('licenseInWords', () => {
  it('says what was found, never the key', () => {
    const opened = { kind: 'opened', contentKey: Buffer.alloc(16, 7), iv: Buffer.alloc(16, 8), form: 'raw' } as const;
    assert.equal(licenseInWords(opened), 'opened (raw), lease none, rental none');
    assert.equal(
      licenseInWords({ ...opened, leaseSeconds: 60, rentalSeconds: 0 }),
      'opened (raw), lease 60 s, rental 0 s',
    );
    assert.equal(licenseInWords({ kind: 'defect', why: 'not a CKC' }), 'not a CKC');
  });
});
