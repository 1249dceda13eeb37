/** Certificates of a small deployment: no authority, every one signs itself and is trusted by name. */
import { generate } from 'selfsigned';

/** PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;

export function hostIdentity(): Promise<Identity> {
  return identity('localhost', [
    { name: 'basicConstraints', cA: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: 2, value: 'localhost' },
        { type: 7, ip: '127.0.0.1' },
      ],
    },
  ]);
}

export function playerIdentity(name: string, until = new Date(Date.now() + DAY_MS)): Promise<Identity> {
  return identity(name, undefined, until);
}

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']>;

async function identity(
  name: string,
  extensions?: Extensions,
  until = new Date(Date.now() + DAY_MS),
): Promise<Identity> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 2 * DAY_MS),
    notAfterDate: until,
    ...(extensions && { extensions }),
  });
  return { cert: made.cert, key: made.private };
}
