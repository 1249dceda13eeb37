import { defineParameterType, Given, When } from '../support/cucumber';
import type { ConformanceWorld } from '../support/world';

defineParameterType({ name: 'device', regexp: /device [A-Z]/, transformer: (text: string) => text });

Given('{device} got a token URL for a title for a time', async function (this: ConformanceWorld, device: string) {
  await this.mustGet(device, { requestType: 1, contentID: this.title.contentID });
});

Given('{device} got two token URLs for a title for a time', async function (this: ConformanceWorld, device: string) {
  await this.mustGet(device, { requestType: 1, contentID: this.title.contentID });
  await this.mustGet(device, { requestType: 1, contentID: this.title.contentID });
});

When('{device} asks for a/that title for a time', async function (this: ConformanceWorld, device: string) {
  await this.ask(device, { requestType: 1, contentID: this.title.contentID });
});

When('{device} asks for a title for a time and redeems it', async function (this: ConformanceWorld, device: string) {
  const grant = await this.ask(device, { requestType: 1, contentID: this.title.contentID });
  await this.redeem(device, grant);
});

When('{device} asks for a title bound to its device', async function (this: ConformanceWorld, device: string) {
  await this.ask(device, { requestType: 3, contentID: this.title.contentID });
});

When(
  '{device} asks for that title bound to its device and redeems it',
  async function (this: ConformanceWorld, device: string) {
    const grant = await this.ask(device, { requestType: 3, contentID: this.title.contentID });
    if (grant.url !== undefined) await this.redeem(device, grant);
  },
);

When(
  '{device} asks for a title bound to its device and redeems it',
  async function (this: ConformanceWorld, device: string) {
    await this.playBound(device);
  },
);

When(
  '{device} asks for each of two titles bound to its device and redeems it',
  async function (this: ConformanceWorld, device: string) {
    for (const title of [this.title, this.anotherTitle]) {
      const grant = await this.ask(device, { requestType: 3, contentID: title.contentID });
      if (grant.url !== undefined) await this.redeem(device, grant);
    }
  },
);

When(
  '{device} asks for a title bound to its device without registration',
  async function (this: ConformanceWorld, device: string) {
    await this.ask(device, { requestType: 3, contentID: this.title.contentID, registration: 'none' });
  },
);

When(
  '{device} asks for a title bound to its device with the cookie of {device}',
  async function (this: ConformanceWorld, device: string, owner: string) {
    await this.ask(device, {
      requestType: 3,
      contentID: this.title.contentID,
      cookie: this.player(owner).cookie,
      cookieOwner: owner,
      registration: this.player(owner).registration,
    });
  },
);

When('{device} asks with the types {}', async function (this: ConformanceWorld, device: string, types: string) {
  const { registration } = this.run.titles;
  for (const type of types.split(',').map((text) => Number(text.trim()))) {
    if (type !== 1 && type !== 2 && type !== 3) throw new Error(`request type ${String(type)}: write 1, 2 or 3`);
    await this.ask(device, {
      requestType: type,
      contentID: type === 2 ? registration.contentID : this.title.contentID,
    });
  }
});

When(
  '{device} goes away after asking for a title bound to its device',
  async function (this: ConformanceWorld, device: string) {
    await this.ask(device, { requestType: 3, contentID: this.title.contentID, abort: true });
  },
);
