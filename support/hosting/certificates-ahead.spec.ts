import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import { beginCertificates } from './certificates-ahead';

describe('beginCertificates', () => {
  it('brings one set of certificates from its thread, however often it is asked', async () => {
    const certificates = beginCertificates();
    const [first, again] = await Promise.all([certificates(), certificates()]);
    assert.equal(first, again);
    const [ca, server] = [new X509Certificate(first.ca), new X509Certificate(first.server.cert)];
    assert.ok(server.verify(ca.publicKey));
    assert.ok(!server.verify(new X509Certificate(first.untrustedCa).publicKey));
    assert.match(first.client.key, /^-----BEGIN PRIVATE KEY-----/);
  });
});
