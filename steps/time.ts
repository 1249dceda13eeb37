import { defineParameterType, Given, When } from '../support/cucumber';
import type { ConformanceWorld } from '../support/world';

defineParameterType({
  name: 'expiry',
  regexp: /relative|absolute|thirty-day/,
  transformer: (text: string) => text as 'relative' | 'absolute' | 'thirty-day',
});
defineParameterType({ name: 'offset', regexp: /[+-]\d+/, transformer: Number });

Given(
  '{device} got two token URLs together, their expiry {expiry}',
  async function (this: ConformanceWorld, device: string, form: 'relative' | 'absolute' | 'thirty-day') {
    const { contentID } = this.titleWithExpiry(form);
    await this.mustGet(device, { requestType: 1, contentID });
    await this.mustGet(device, { requestType: 1, contentID });
  },
);

Given(
  '{device} holds two token URLs bound to it with an expiry',
  async function (this: ConformanceWorld, device: string) {
    await this.register(device);
    const { contentID } = this.endingTitle;
    await this.mustGet(device, { requestType: 3, contentID });
    await this.mustGet(device, { requestType: 3, contentID });
  },
);

Given('the first is redeemed at once', async function (this: ConformanceWorld) {
  const first = this.granted(0);
  this.twin = await this.redeem(first.stimulus.device, first);
});

When('the second is redeemed {offset} s from its limit', async function (this: ConformanceWorld, offset: number) {
  const second = this.granted(1);
  const late = offset >= 0 ? { deviation: 'expired' as const, ...this.besideTwin() } : {};
  await this.redeemLate(second.stimulus.device, second, offset, late);
});

When(
  '{device} redeems the second {offset} s from its limit',
  async function (this: ConformanceWorld, device: string, offset: number) {
    await this.redeemLate(device, this.granted(1), offset, { deviation: 'other-device-expired', ...this.besideTwin() });
  },
);

When(
  '{device} asks for a title with a(n) {expiry} expiry',
  async function (this: ConformanceWorld, device: string, form: 'relative' | 'absolute' | 'thirty-day') {
    await this.ask(device, { requestType: 1, contentID: this.titleWithExpiry(form).contentID });
  },
);
