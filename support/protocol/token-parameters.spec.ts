import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_READINGS } from './default-readings';
import { DEVICE_ID_NAMES, DEVICE_ID_PARAMETER, DOCUMENTED_TOKEN_PARAMETERS, tokenParameters } from './token-parameters';

describe('tokenParameters', () => {
  it('lists the twelve documented names once', () => {
    assert.equal(DOCUMENTED_TOKEN_PARAMETERS.length, 12);
    assert.equal(new Set(DOCUMENTED_TOKEN_PARAMETERS).size, 12);
  });

  it('requires authenticator and iv always, the content key without kek', () => {
    assert.deepEqual(
      tokenParameters.filter((parameter) => parameter.required).map((parameter) => parameter.name),
      ['customerAuthenticator', 'iv'],
    );
    assert.deepEqual(
      tokenParameters.filter((parameter) => parameter.requiredWithout === 'kek').map((parameter) => parameter.name),
      ['contentKey'],
    );
  });

  it('lets only fpExtension occur twice', () => {
    assert.deepEqual(
      tokenParameters.filter((parameter) => parameter.repeatable).map((parameter) => parameter.name),
      ['fpExtension'],
    );
  });

  it('does not know the device restriction, whose documented name comes first in the readings', () => {
    for (const name of DEVICE_ID_NAMES) assert.ok(!DOCUMENTED_TOKEN_PARAMETERS.includes(name));
    assert.equal(DEFAULT_READINGS['names.deviceId'][0], DEVICE_ID_PARAMETER);
  });
});
