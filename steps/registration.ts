import { Given, When } from '../support/cucumber';
import type { ConformanceWorld } from '../support/world';

Given('{device} is registered under a cookie', async function (this: ConformanceWorld, device: string) {
  await this.register(device);
});

When('devices A and B register under a cookie each', async function (this: ConformanceWorld) {
  for (const device of ['device A', 'device B']) {
    if (await this.tryToRegister(device)) await this.lookUpIfAllowed(device);
  }
});

When(
  '{device} registers under another one, after {device} asked for a title bound to its device',
  async function (this: ConformanceWorld, device: string, before: string) {
    await this.ask(before, { requestType: 3, contentID: this.title.contentID });
    const cookie = this.scenario.identities.cookie();
    if (await this.tryToRegister(device, cookie)) await this.lookUpIfAllowed(device, cookie);
  },
);

Given(
  '{device} registered under a cookie with the real title',
  async function (this: ConformanceWorld, device: string) {
    const grant = await this.askForRegistration(device, { contentID: this.title.contentID });
    if (grant.url === undefined) return;
    await this.registered(device, await this.redeem(device, grant));
  },
);

Given(
  '{device} is registered under a cookie and got a license with it',
  async function (this: ConformanceWorld, device: string) {
    await this.register(device);
    await this.playBound(device);
  },
);

Given(
  '{device} registers under the cookie of {device}',
  async function (this: ConformanceWorld, device: string, owner: string) {
    await this.register(device, { cookie: this.player(owner).cookie, cookieOwner: owner });
  },
);

Given('{device} got two token URLs for registration', async function (this: ConformanceWorld, device: string) {
  await this.askForRegistration(device);
  await this.askForRegistration(device);
});

Given(
  '{device} got a token URL for registration and never redeems it',
  async function (this: ConformanceWorld, device: string) {
    await this.askForRegistration(device);
    await this.recordsToSettle(device);
  },
);

Given(
  '{device} redeems its registration token with a bad SPC and is refused',
  async function (this: ConformanceWorld, device: string) {
    const grant = await this.askForRegistration(device);
    await this.mustHaveFailed(device, await this.redeem(device, grant, { deviation: 'bad-spc' }));
  },
);

Given(
  '{device} redeems its registration token after it has ended and is refused',
  async function (this: ConformanceWorld, device: string) {
    const grant = await this.askForRegistration(device, { contentID: this.endingRegistrationTitle.contentID });
    await this.mustHaveFailed(device, await this.redeemLate(device, grant, 1, { deviation: 'expired' }));
  },
);

Given('{device} is registered while new records stay hidden', async function (this: ConformanceWorld, device: string) {
  this.showRecords = this.holdRecords();
  await this.register(device);
  this.player(device).registration = 'delayed';
});

When(
  '{device} asks for a title bound to its device, and again when the records show',
  async function (this: ConformanceWorld, device: string) {
    const contentID = this.title.contentID;
    await this.ask(device, { requestType: 3, contentID });
    this.showRecords?.();
    this.player(device).registration = 'redeemed';
    const grant = await this.ask(device, { requestType: 3, contentID });
    if (grant.url !== undefined) await this.redeem(device, grant);
  },
);
