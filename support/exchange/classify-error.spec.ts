import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { classifyError } from './classify-error';
import { TransportError, type TransportFailure } from './transport-error';

const call = { method: 'POST', url: 'https://user:pw@sees.test/path?ExpressPlayToken=tokentoken' };

function coded(code: string | undefined, message = 'boom', cause?: Error): Error {
  return Object.assign(new Error(message, { cause }), code === undefined ? {} : { code });
}

describe('classifyError', () => {
  const cases: readonly (readonly [TransportFailure, Error])[] = [
    ['refused', coded('ECONNREFUSED')],
    ['refused', coded('ERR_NOCK_NO_MATCH', 'Nock: No match for request {...}')],
    ['refused', coded('ENETUNREACH', 'Nock: Disallowed net connect for "h:443/x"')],
    ['reset', coded('ECONNRESET', 'socket hang up')],
    ['reset', coded('EPIPE')],
    ['reset', coded('ERR_BAD_RESPONSE', 'stream has been aborted')],
    ['timeout', coded('ETIMEDOUT')],
    ['timeout', coded('ECONNABORTED', 'timeout of 5ms exceeded')],
    ['dns', coded('ENOTFOUND', 'getaddrinfo ENOTFOUND sees.test')],
    ['dns', coded('EAI_AGAIN')],
    ['tls', coded('CERT_HAS_EXPIRED')],
    ['tls', coded('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['tls', coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
    ['tls', coded('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['tls', coded('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED')],
    ['tls', coded('EPROTO', 'write EPROTO')],
    ['tls', coded('ECONNRESET', 'Client network socket disconnected before secure TLS connection was established')],
    ['too-large', coded('ERR_BAD_RESPONSE', 'maxContentLength size of 10 exceeded')],
    ['too-large', coded('ERR_BUFFER_TOO_LARGE', 'Cannot create a Buffer larger than 10 bytes')],
    ['aborted', coded('ERR_CANCELED', 'canceled')],
    ['malformed', coded('HPE_INVALID_CONSTANT', 'Parse Error: Expected HTTP/')],
    ['malformed', coded('Z_DATA_ERROR', 'incorrect header check')],
    ['malformed', coded('ERR_INVALID_CHAR')],
    ['other', coded('EWEIRD')],
    ['other', coded(undefined)],
  ];
  for (const [failure, error] of cases) {
    it(`${failure}: ${'code' in error ? String(error.code) : 'no code'} ${error.message}`, () => {
      assert.equal(classifyError(error, call).failure, failure);
    });
  }

  it('looks through a wrapper for the code', () => {
    const error = classifyError(coded('ERR_BAD_RESPONSE', 'wrapped', coded('ECONNREFUSED', 'connect')), call);
    assert.deepEqual([error.failure, error.code], ['refused', 'ECONNREFUSED']);
  });

  it('looks into the attempts of one connect', () => {
    const error = classifyError(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]), call);
    assert.deepEqual([error.failure, error.code], ['refused', 'ECONNREFUSED']);
  });

  it('says who, what and where, without query and user', () => {
    const { message } = classifyError(coded('CERT_HAS_EXPIRED', 'certificate has expired at /path?a=tokentoken'), call);
    assert.match(
      message,
      /^POST https:\/\/sees\.test\/path: TLS failed: certificate has expired.*\(CERT_HAS_EXPIRED\)$/,
    );
    assert.doesNotMatch(message, /tokentoken|pw@/);
  });

  it('shows of an OpenSSL text only its words', () => {
    const text =
      '803C:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:../d/rec.c:16:alert 116';
    assert.match(
      classifyError(coded('EPROTO', text), call).message,
      /TLS failed: tlsv13 alert certificate required \(EPROTO\)$/,
    );
  });

  it('leaves a TransportError alone and takes anything thrown', () => {
    const error = new TransportError('dns', undefined, 'x');
    assert.equal(classifyError(error, call), error);
    assert.equal(classifyError('text', call).failure, 'other');
  });
});
