import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { fits } from './flat-schema';
import { ENTITLEMENT_RESPONSE_SCHEMA, REFUSAL_SCHEMA } from './schemas';

const GRANT = { messageID: 'm', version: 1, isAllowed: true, epTokenURL: 'https://a.test/' };

describe('fits', () => {
  for (const schema of [ENTITLEMENT_RESPONSE_SCHEMA, REFUSAL_SCHEMA]) {
    it(`says what ajv says of ${Object.keys(schema.properties).length} fields, ${schema.required.length} of them required`, () => {
      const valid = new Ajv({ ownProperties: true, allowUnionTypes: true }).compile(schema);
      const field = fc.constantFrom('', 'a', 0, 1, -1, 1.5, 1e300, true, false, null, [], {});
      const message = fc.record(
        {
          messageID: field,
          version: field,
          isAllowed: field,
          epTokenURL: field,
          error: field,
          errorText: field,
          more: field,
        },
        { requiredKeys: [] },
      );
      // Few random messages are valid: most are made from one that is.
      const near = message.map((changes) => Object.fromEntries([...Object.entries(changes).slice(0, 1)]));
      const value = fc.oneof(
        near.map((change) => ({ ...GRANT, ...change })),
        message,
        fc.jsonValue(),
      );
      fc.assert(
        fc.property(value, (any) => {
          assert.equal(fits(schema, any), valid(any));
        }),
        { numRuns: 500 },
      );
    });
  }

  it('counts own properties alone', () => {
    assert.equal(fits(ENTITLEMENT_RESPONSE_SCHEMA, GRANT), true);
    assert.equal(fits(ENTITLEMENT_RESPONSE_SCHEMA, Object.create(GRANT)), false);
  });
});
