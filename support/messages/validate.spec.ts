import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020';
import fc from 'fast-check';
import {
  ENTITLEMENT_REQUEST_SCHEMA,
  ENTITLEMENT_RESPONSE_SCHEMA,
  REFUSAL_SCHEMA,
  STRICT_ENTITLEMENT_REQUEST_SCHEMA,
} from '../protocol';
import { validateEntitlementRequest, validateEntitlementResponse, validateStrictEntitlementRequest } from './validate';

const REQUEST = { messageID: 'm', version: 1, requestType: 3, contentID: 'c', customerCookie: 'k' };
const GRANT = { messageID: 'm', version: 1, isAllowed: true, epTokenURL: 'https://a.test/' };
const REFUSAL = { messageID: 'm', version: 1, isAllowed: false };
const LENIENT = { requireTokenUrl: false };
const LETTER = { requireTokenUrl: true };

function without(message: object, key: string): object {
  return Object.fromEntries(Object.entries(message).filter(([name]) => name !== key));
}

describe('the schemas', () => {
  it('are schemas', () => {
    const ajv = new Ajv2020();
    const schemas = [
      ...[ENTITLEMENT_REQUEST_SCHEMA, STRICT_ENTITLEMENT_REQUEST_SCHEMA],
      ...[ENTITLEMENT_RESPONSE_SCHEMA, REFUSAL_SCHEMA],
    ];
    for (const schema of schemas) assert.ok(ajv.validateSchema(schema), ajv.errorsText());
  });
});

describe('validateEntitlementRequest', () => {
  it('takes whole and minimal requests and further properties', () => {
    assert.deepEqual(validateEntitlementRequest(REQUEST), []);
    assert.deepEqual(validateEntitlementRequest({ messageID: '', version: 7, contentID: '' }), []);
    assert.deepEqual(validateEntitlementRequest({ ...REQUEST, more: null }), []);
  });

  it('leaves what only the descriptions say to the strict one', () => {
    assert.deepEqual(validateEntitlementRequest({ ...REQUEST, requestType: 9, customerCookie: 'x'.repeat(99) }), []);
    assert.deepEqual(validateEntitlementRequest(without(REQUEST, 'customerCookie')), []);
  });

  for (const key of ['messageID', 'version', 'contentID']) {
    it(`misses ${key}`, () => {
      assert.deepEqual(validateEntitlementRequest(without(REQUEST, key)), [`/${key} is missing`]);
    });
  }

  for (const [key, value, type] of [
    ['messageID', 1, 'string'],
    ['messageID', null, 'string'],
    ['version', '1', 'integer'],
    ['version', 1.5, 'integer'],
    ['requestType', '3', 'integer'],
    ['contentID', ['c'], 'string'],
    ['customerCookie', 5, 'string'],
  ] as const) {
    it(`refuses ${key} ${JSON.stringify(value)}`, () => {
      assert.deepEqual(validateEntitlementRequest({ ...REQUEST, [key]: value }), [`/${key} must be of type ${type}`]);
    });
  }

  it('refuses what is no object', () => {
    for (const value of [undefined, null, 1, 'x', true, [REQUEST]]) {
      assert.deepEqual(validateEntitlementRequest(value), ['the message must be of type object']);
    }
  });

  it('takes no field from a prototype', () => {
    const value: unknown = JSON.parse('{"__proto__":{"messageID":"m","version":1,"contentID":"c"}}');
    assert.equal(validateEntitlementRequest(value).length, 3);
    assert.equal(validateEntitlementRequest(Object.create(REQUEST)).length, 3);
  });

  it('reports every problem at once, and no value', () => {
    const problems = validateEntitlementRequest({ messageID: 5, customerCookie: ['secret'] });
    assert.equal(problems.length, 4);
    assert.doesNotMatch(problems.join(), /secret/);
  });
});

describe('validateStrictEntitlementRequest', () => {
  it('takes the three request types and an absent one', () => {
    for (const requestType of [1, 2, 3])
      assert.deepEqual(validateStrictEntitlementRequest({ ...REQUEST, requestType }), []);
    assert.deepEqual(validateStrictEntitlementRequest(without(REQUEST, 'requestType')), []);
  });

  for (const requestType of [0, 4, -1, 2 ** 31]) {
    it(`refuses request type ${requestType}`, () => {
      assert.deepEqual(validateStrictEntitlementRequest({ ...REQUEST, requestType }), [
        '/requestType must be one of 1, 2, 3',
      ]);
    });
  }

  for (const [name, cookie, fits] of [
    ['1 character', 'x', true],
    ['32 characters', 'x'.repeat(32), true],
    ['33 characters', 'x'.repeat(33), false],
    ['32 characters outside the BMP', '🍪'.repeat(32), true],
    ['33 characters outside the BMP', '🍪'.repeat(33), false],
    ['32 characters of two bytes', 'é'.repeat(32), true],
  ] as const) {
    it(`${fits ? 'takes' : 'refuses'} a cookie of ${name}`, () => {
      const problems = validateStrictEntitlementRequest({ ...REQUEST, customerCookie: cookie });
      assert.deepEqual(problems, fits ? [] : ['/customerCookie must have at most 32 characters']);
    });
  }

  for (const requestType of [2, 3]) {
    it(`needs a cookie for type ${requestType}`, () => {
      const request = { ...REQUEST, requestType };
      assert.deepEqual(validateStrictEntitlementRequest(without(request, 'customerCookie')), [
        '/customerCookie is missing',
      ]);
      assert.deepEqual(validateStrictEntitlementRequest({ ...request, customerCookie: '' }), [
        '/customerCookie must not be empty',
      ]);
    });
  }

  it('needs none for type 1 or without a type', () => {
    assert.deepEqual(validateStrictEntitlementRequest(without({ ...REQUEST, requestType: 1 }, 'customerCookie')), []);
    assert.deepEqual(validateStrictEntitlementRequest(without(without(REQUEST, 'requestType'), 'customerCookie')), []);
  });
});

describe('validateEntitlementResponse', () => {
  it('takes a grant and refusals in every tolerated form', () => {
    assert.deepEqual(validateEntitlementResponse(GRANT, LENIENT), []);
    assert.deepEqual(validateEntitlementResponse(GRANT, LETTER), []);
    for (const more of [{}, { epTokenURL: null }, { epTokenURL: '' }, { error: 5, errorText: 'no' }, { more: [] }]) {
      assert.deepEqual(validateEntitlementResponse({ ...REFUSAL, ...more }, LENIENT), []);
    }
  });

  it('always wants the token URL of a grant', () => {
    for (const options of [LENIENT, LETTER]) {
      assert.deepEqual(validateEntitlementResponse(without(GRANT, 'epTokenURL'), options), ['/epTokenURL is missing']);
      assert.deepEqual(validateEntitlementResponse({ ...GRANT, epTokenURL: null }, options), [
        '/epTokenURL must be of type string',
      ]);
    }
  });

  it('wants that of a refusal only by the letter', () => {
    assert.deepEqual(validateEntitlementResponse(REFUSAL, LETTER), ['/epTokenURL is missing']);
    assert.deepEqual(validateEntitlementResponse({ ...REFUSAL, epTokenURL: '' }, LETTER), []);
    assert.deepEqual(validateEntitlementResponse({ ...REFUSAL, epTokenURL: 1 }, LENIENT), [
      '/epTokenURL must be of type string or null',
    ]);
  });

  for (const [key, value] of [
    ['messageID', 5],
    ['version', '1'],
    ['version', 1.1],
    ['isAllowed', 'true'],
    ['isAllowed', 1],
    ['error', 'x'],
    ['error', null],
    ['errorText', 5],
  ] as const) {
    it(`refuses ${key} ${JSON.stringify(value)}`, () => {
      const problems = validateEntitlementResponse({ ...REFUSAL, [key]: value }, LENIENT);
      assert.equal(problems.length, 1);
      assert.ok(problems[0]?.startsWith(`/${key} must be of type`));
    });
  }

  it('misses each required field', () => {
    for (const key of ['messageID', 'version', 'isAllowed']) {
      assert.deepEqual(validateEntitlementResponse(without(REFUSAL, key), LENIENT), [`/${key} is missing`]);
    }
  });
});

describe('the validators', () => {
  it('give sentences for any value', () => {
    const field = fc.oneof(fc.jsonValue(), fc.constantFrom(1, 2, 3, true, false, ''));
    const message = fc.record(
      {
        messageID: field,
        version: field,
        requestType: field,
        contentID: field,
        customerCookie: field,
        isAllowed: field,
        epTokenURL: field,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), message), fc.boolean(), (value, requireTokenUrl) => {
        for (const problems of [
          validateEntitlementRequest(value),
          validateStrictEntitlementRequest(value),
          validateEntitlementResponse(value, { requireTokenUrl }),
        ]) {
          for (const problem of problems) assert.match(problem, /^(the message|\/\w+) (must|is missing)/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
