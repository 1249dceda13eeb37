import { Given, When } from '../support/cucumber';
import type { ConformanceWorld } from '../support/world';

When('{device} redeems the token URL', async function (this: ConformanceWorld, device: string) {
  await this.redeem(device, this.granted());
});

When('{device} redeems the first', async function (this: ConformanceWorld, device: string) {
  await this.redeem(device, this.granted(0));
});

Given('{device} holds two token URLs bound to it', async function (this: ConformanceWorld, device: string) {
  await this.register(device);
  await this.mustGet(device, { requestType: 3, contentID: this.title.contentID });
  await this.mustGet(device, { requestType: 3, contentID: this.title.contentID });
});

Given('{device} got a license with the first', async function (this: ConformanceWorld, device: string) {
  this.twin = await this.redeem(device, this.granted(0));
});

When(
  '{device} redeems the second by an SPC that names the real title',
  async function (this: ConformanceWorld, device: string) {
    await this.redeem(device, this.granted(1), {
      deviation: 'flawed-spc',
      flaw: { id: 'it-names-another-title', sentence: 'the SPC names another title than the token' },
      spc: { assetID: this.title.contentID },
    });
  },
);

When('{device} redeems the second', async function (this: ConformanceWorld, device: string) {
  const second = this.granted(1);
  const bound = second.stimulus.requestType === 3 && second.stimulus.device !== device;
  await this.redeem(device, second, bound ? { deviation: 'other-device', ...this.besideTwin() } : {});
});

When(
  '{device}, whose id shares the {} with {device}, redeems the second',
  async function (this: ConformanceWorld, device: string, part: string, original: string) {
    const similar = this.playerLike(device, original, part);
    await this.redeem(similar.name, this.granted(1), { deviation: 'similar-id', ...this.besideTwin() });
  },
);

When('{device} redeems the second with a changed HU', async function (this: ConformanceWorld, device: string) {
  const options = { deviation: 'changed-hu' as const, hu: this.scenario.identities.hu(), ...this.besideTwin() };
  await this.redeem(device, this.granted(1), options);
});

When(
  '{device} redeems the second with its own id added as {}',
  async function (this: ConformanceWorld, device: string, name: string) {
    const id = await this.deviceIdOf(device);
    const addToUrl = `&${name}=${encodeURIComponent(id)}`;
    await this.redeem(device, this.granted(1), { deviation: 'altered-url', addToUrl, ...this.besideTwin() });
  },
);

When('{device} tries what SEES handed out', async function (this: ConformanceWorld, device: string) {
  if (this.lastGrant?.url !== undefined)
    await this.redeem(device, this.lastGrant, { deviation: 'other-device', ...this.besideTwin() });
});

When('both devices try what SEES handed out', async function (this: ConformanceWorld) {
  await this.tryWithBoth();
});

When(
  '{device} asks for a title bound to its device and both devices try what SEES handed out',
  async function (this: ConformanceWorld, device: string) {
    await this.ask(device, { requestType: 3, contentID: this.title.contentID });
    await this.tryWithBoth();
  },
);

When('both devices try a token URL each', async function (this: ConformanceWorld) {
  const first = this.lastGrant;
  if (first?.url === undefined) return;
  const { cookie, contentID } = first.stimulus;
  const second = await this.ask('device A', { requestType: 3, contentID, ...(cookie === undefined ? {} : { cookie }) });
  await this.redeem('device A', first, { deviation: 'other-device' });
  if (second.url !== undefined) await this.redeem('device B', second, { deviation: 'other-device' });
});

When('{device} redeems a bound token of its own', async function (this: ConformanceWorld, device: string) {
  if (this.player(device).registration !== 'redeemed') await this.register(device);
  await this.playBound(device);
});

When('{device} asks afresh and redeems', async function (this: ConformanceWorld, device: string) {
  const contentID = this.granted(0).stimulus.contentID;
  await this.redeem(device, await this.mustGet(device, { requestType: 1, contentID }));
});

When('{device} redeems a token that is bound to nothing', async function (this: ConformanceWorld, device: string) {
  await this.redeem(device, await this.mustGet(device, { requestType: 1, contentID: this.title.contentID }));
});
