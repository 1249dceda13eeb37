import { defineParameterType, Given, Then, When, type DataTable } from '../support/cucumber';
import type { ConformanceWorld } from '../support/world';

const PURPOSES = ['a title for a time', 'registration', 'a title bound to its device'];

defineParameterType({
  name: 'purpose',
  regexp: /a title for a time|registration|a title bound to its device/,
  transformer: (text: string) => (PURPOSES.indexOf(text) + 1) as 1 | 2 | 3,
});

/** The cells of a table with one column and no heading, or those of its one column below its heading. */
function column(table: DataTable): string[] {
  return table.hashes().flatMap((row) => Object.values(row));
}

Given(
  '{device} was granted {purpose}',
  async function (this: ConformanceWorld, device: string, requestType: 1 | 2 | 3) {
    await this.requests.granted(device, requestType);
  },
);

When(
  '{device} asks for {purpose}, each time with one thing wrong',
  async function (this: ConformanceWorld, device: string, requestType: 1 | 2 | 3, table: DataTable) {
    const rows = table.hashes().map(({ property = '', value = '' }) => ({ property, value }));
    await this.requests.tryProperties(device, requestType, rows);
  },
);

When(
  '{device} asks for {purpose}, each time with one thing unusual',
  async function (this: ConformanceWorld, device: string, requestType: 1 | 2 | 3, table: DataTable) {
    const rows = table.hashes().map(({ property = '', value = '' }) => ({ property, value }));
    await this.requests.tryProperties(device, requestType, rows);
  },
);

When(
  '{device} sends what is no entitlement request',
  async function (this: ConformanceWorld, device: string, table: DataTable) {
    await this.requests.tryBodies(device, column(table));
  },
);

When(
  '{device} sends the same by other methods',
  async function (this: ConformanceWorld, device: string, table: DataTable) {
    await this.requests.tryMethods(device, column(table));
  },
);

When(
  '{device} sends the same under other content types',
  async function (this: ConformanceWorld, device: string, table: DataTable) {
    await this.requests.tryContentTypes(device, column(table));
  },
);

When(
  '{device} repeats every property in the query with another value',
  async function (this: ConformanceWorld, device: string) {
    await this.requests.tryQueryCopies(device);
  },
);

When(
  '{device} asks for {purpose} and sends along what only SEES may choose',
  async function (this: ConformanceWorld, device: string, requestType: 1 | 2 | 3, table: DataTable) {
    await this.requests.tryStraySecrets(device, requestType, column(table));
  },
);

When(
  '{device} registers and plays under each of the cookies',
  async function (this: ConformanceWorld, device: string, table: DataTable) {
    await this.requests.playUnder(device, column(table));
  },
);

When('{device} asks for a title for a time with its cookie', async function (this: ConformanceWorld, device: string) {
  await this.requests.askWithCookie(device);
});

When('{device} asks twice with one message id', async function (this: ConformanceWorld, device: string) {
  await this.requests.askTwiceWithOneMessageID(device);
});

When(
  '{device} asks with message ids in upper case and in braces',
  async function (this: ConformanceWorld, device: string) {
    await this.requests.askWithOtherGuids(device);
  },
);

Given('{device} was granted what another user may not have', async function (this: ConformanceWorld, device: string) {
  await this.requests.grantedBesideDenied(device);
});

When('that user asks for the same with {device}', async function (this: ConformanceWorld, device: string) {
  await this.requests.askDenied(device);
});

Given('{device} was granted a title over TLS', async function (this: ConformanceWorld, device: string) {
  await this.tlsRequests.granted(device);
});

When('{device} asks over TLS', async function (this: ConformanceWorld, device: string) {
  await this.tlsRequests.ask(device);
});

When('{device} asks at the same place without TLS', async function (this: ConformanceWorld, device: string) {
  await this.tlsRequests.withoutTls(device);
});

When(
  '{device} asks over TLS, each time with a wrong certificate',
  async function (this: ConformanceWorld, device: string, table: DataTable) {
    await this.tlsRequests.tryCertificates(device, column(table));
  },
);

When(
  '{device} registers while ExpressPlay shows the certificate of another host',
  async function (this: ConformanceWorld, device: string) {
    await this.tlsRequests.whileMisnamed(device);
  },
);

const ANSWERS = [
  'SEES grants none of them',
  'SEES grants it and the cookies at the limit alone',
  'SEES answers as if they were not there',
  'SEES answers each of them',
  'SEES answers over TLS alone',
  'SEES decides nothing for a client that it does not know',
  'SEES grants what the body asks for',
  'SEES grants nothing to that user',
  'SEES trusts no other host',
  'SEES takes the request',
];

const BACKEND = [
  'ExpressPlay is asked for nothing that the client chose',
  'each type starts its own flow',
  'the cookies reach ExpressPlay as the client wrote them',
  'no shortened cookie reaches ExpressPlay',
  'ExpressPlay is not asked for a title that SEES does not know',
  'the flow stays time-based',
  'SEES calls ExpressPlay over TLS',
];

for (const sentence of ANSWERS) {
  Then(sentence, function (this: ConformanceWorld) {
    this.judge('answer');
  });
}

for (const sentence of BACKEND) {
  Then(sentence, function (this: ConformanceWorld) {
    this.judge('token-request');
  });
}
