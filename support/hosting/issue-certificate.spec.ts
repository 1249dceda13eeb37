import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import { der } from './der';
import { issueCertificate, type CertificateRequest } from './issue-certificate';

const span = { from: Date.UTC(2026, 0, 2, 3, 4, 5), to: Date.UTC(2049, 11, 31, 23, 59, 59) };

async function issued(request: Partial<CertificateRequest>): Promise<X509Certificate> {
  const { cert } = await issueCertificate({ commonName: 'some name', purpose: 'server', span, ...request });
  return new X509Certificate(cert);
}

describe('issueCertificate', () => {
  it('makes what node:crypto reads as it was meant', async () => {
    const certificate = await issued({ names: ['localhost', '*.sees.test', 'bücher.test'] });
    assert.equal(certificate.subject, 'CN=some name');
    assert.equal(certificate.issuer, 'CN=some name');
    assert.equal(certificate.subjectAltName, 'DNS:localhost, DNS:*.sees.test, DNS:xn--bcher-kva.test');
    assert.deepEqual(certificate.keyUsage, ['1.3.6.1.5.5.7.3.1']);
    assert.ok(!certificate.ca && certificate.verify(certificate.publicKey));
    assert.equal(certificate.checkHost('a.sees.test'), '*.sees.test');
    assert.equal(certificate.checkHost('elsewhere.test'), undefined);
  });

  it('writes addresses in all their forms', async () => {
    const given = ['127.0.0.1', '::1', '::', '2001:db8::a:0:5', '::ffff:192.0.2.7', 'fe80::1%lo', '1:2:3:4:5:6:7:8'];
    const { subjectAltName } = await issued({ names: given });
    assert.deepEqual(subjectAltName?.split(', '), [
      'IP Address:127.0.0.1',
      'IP Address:0:0:0:0:0:0:0:1',
      'IP Address:0:0:0:0:0:0:0:0',
      'IP Address:2001:DB8:0:0:0:A:0:5',
      'IP Address:0:0:0:0:0:FFFF:C000:207',
      'IP Address:FE80:0:0:0:0:0:0:1',
      'IP Address:1:2:3:4:5:6:7:8',
    ]);
  });

  it('tells times to the second, on both sides of 2050', async () => {
    const near = await issued({});
    assert.deepEqual([Date.parse(near.validFrom), Date.parse(near.validTo)], [span.from, span.to]);
    const far = await issued({ span: { from: span.from, to: Date.UTC(2050, 0, 1, 0, 0, 0) } });
    assert.equal(Date.parse(far.validTo), Date.UTC(2050, 0, 1, 0, 0, 0));
  });

  it('has authorities sign, by name and key', async () => {
    const authority = await issueCertificate({ commonName: 'authority', purpose: 'authority', span });
    const issuer = { commonName: 'authority', key: authority.key };
    const ca = new X509Certificate(authority.cert);
    const client = await issued({ purpose: 'client', issuer });
    assert.ok(ca.ca && ca.checkIssued(ca));
    assert.ok(client.checkIssued(ca) && client.verify(ca.publicKey));
    assert.deepEqual(client.keyUsage, ['1.3.6.1.5.5.7.3.2']);
    const namesake = await issueCertificate({ commonName: 'authority', purpose: 'authority', span });
    assert.ok(!client.checkIssued(new X509Certificate(namesake.cert)), 'another key under the same name');
  });

  it('never numbers two alike', async () => {
    const numbers = await Promise.all(Array.from({ length: 20 }, async () => (await issued({})).serialNumber));
    assert.equal(new Set(numbers).size, 20);
    assert.ok(
      numbers.every((number) => /^[4-7][0-9A-F]{31}$/.test(number)),
      numbers.join(),
    );
  });
});

describe('der', () => {
  const hex = (bytes: Buffer): string => bytes.toString('hex');

  it('writes lengths in as few bytes as they need', () => {
    const header = (length: number): string => {
      const whole = der.octets(Buffer.alloc(length));
      return hex(whole.subarray(0, whole.length - length));
    };
    assert.deepEqual([0, 127, 128, 255, 256, 65_536].map(header), [
      '0400',
      '047f',
      '048180',
      '0481ff',
      '04820100',
      '0483010000',
    ]);
  });

  it('writes object identifiers, as X.690 and RFC 5280 have them', () => {
    assert.equal(hex(der.oid('2.5.4.3')), '0603550403');
    assert.equal(hex(der.oid('1.2.840.10045.4.3.2')), '06082a8648ce3d040302');
  });

  it('writes times', () => {
    assert.equal(
      der
        .time(span.from + 678)
        .subarray(2)
        .toString(),
      '260102030405Z',
    );
    assert.equal(
      der
        .time(Date.UTC(2050, 0, 1))
        .subarray(2)
        .toString(),
      '20500101000000Z',
    );
  });
});
