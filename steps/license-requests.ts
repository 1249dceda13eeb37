import { Given, Then, When, type DataTable } from '../support/cucumber';
import type { FaultRow } from '../support/session';
import { codesIn, type ConformanceWorld } from '../support/world';

/** First column: what is wrong; `code` and `or`: the codes that name it. */
function faultsIn(table: DataTable): FaultRow[] {
  const [column = ''] = table.raw()[0] ?? [];
  return table.hashes().map((row) => {
    const codes = codesIn(row.code ?? '', row.or ?? '');
    return { fault: row[column] ?? '', ...(codes.length === 0 ? {} : { codes }) };
  });
}

Given('{device} got a license with a token of its own', async function (this: ConformanceWorld, device: string) {
  await this.expressplay.licenses.twin(device);
});

Given(
  '{device} holds bound tokens and got a license with the first',
  async function (this: ConformanceWorld, device: string) {
    const { licenses } = this.expressplay;
    if (!licenses.bindingIsOffered) return;
    await licenses.register(device);
    await licenses.bound(device);
  },
);

When(
  /^(device [A-Z]) sends (?:each of these bodies|SPCs with one flaw each)$/,
  async function (this: ConformanceWorld, device: string, table: DataTable) {
    await this.expressplay.licenses.spoiled(device, faultsIn(table));
  },
);

When(
  '{device} redeems tokens with one flaw each',
  async function (this: ConformanceWorld, device: string, table: DataTable) {
    await this.expressplay.licenses.withBadTokens(device, faultsIn(table));
  },
);

When(
  '{device} redeems bound tokens by SPCs that name no usable device',
  async function (this: ConformanceWorld, device: string, table: DataTable) {
    const { licenses } = this.expressplay;
    if (licenses.bindingIsOffered) await licenses.boundWithoutDevice(device, faultsIn(table));
  },
);

When('{device} redeems a token of its own afterwards', async function (this: ConformanceWorld, device: string) {
  await this.expressplay.licenses.afterwards(device);
});

When(
  '{device} redeems tokens with a cookie and without, another cookie written beside them',
  async function (this: ConformanceWorld, device: string) {
    await this.expressplay.licenses.underAnotherCookie(device);
  },
);

When(
  '{device} redeems a token with a rental of {int} s',
  async function (this: ConformanceWorld, device: string, seconds: number) {
    await this.expressplay.licenses.rental(device, seconds);
  },
);

When(
  '{device} sends its license request in other ways',
  async function (this: ConformanceWorld, device: string, table: DataTable) {
    await this.expressplay.licenses.inOtherWays(
      device,
      faultsIn(table).map(({ fault }) => fault),
    );
  },
);

When('{device} redeems the same token twice', async function (this: ConformanceWorld, device: string) {
  await this.expressplay.licenses.again(device);
});

for (const sentence of ['{device} gets a license with its sound requests alone', '{device} got a license with each']) {
  Then(sentence, function (this: ConformanceWorld, _device: string) {
    this.judge('license');
  });
}

for (const sentence of ['the license holds that rental', 'it shows what the license service makes of each']) {
  Then(sentence, function (this: ConformanceWorld) {
    this.judge('license');
  });
}

Then('nothing is registered under the other cookie', function (this: ConformanceWorld) {
  this.judge('records');
});
