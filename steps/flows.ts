import { Given, When } from '../support/cucumber';
import type { ConformanceWorld } from '../support/world';

const TURNS = ['device A', 'device B'] as const;

Given('devices A and B register in turns', async function (this: ConformanceWorld) {
  const grants = [];
  for (const device of TURNS) grants.push(await this.askForRegistration(device));
  for (const [index, device] of TURNS.entries()) {
    const grant = grants[index];
    if (grant !== undefined) await this.registered(device, await this.redeem(device, grant));
  }
});

When('devices A and B ask for a title each in turns', async function (this: ConformanceWorld) {
  this.grants = [];
  for (const [index, device] of TURNS.entries()) {
    const grant = await this.ask(device, { requestType: 3, contentID: this.run.titles.nth(index).contentID });
    this.grants.push(grant);
  }
});

When('devices A and B redeem in turns', async function (this: ConformanceWorld) {
  for (const [index, device] of TURNS.entries()) {
    const grant = this.grants[index];
    if (grant?.url !== undefined) await this.redeem(device, grant);
  }
});

Given('{int} players with a device and a cookie each', function (this: ConformanceWorld, count: number) {
  this.gather(count);
});

When('all of them register and play at once', async function (this: ConformanceWorld) {
  await this.atOnce(async (name, index) => {
    const registration = await this.askForRegistration(name);
    if (registration.url === undefined) return;
    await this.registered(name, await this.redeem(name, registration));
    const grant = await this.ask(name, { requestType: 3, contentID: this.run.titles.nth(index).contentID });
    if (grant.url !== undefined) await this.redeem(name, grant);
  });
});
