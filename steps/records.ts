import { Given, Then, When } from '../support/cucumber';
import type { ConformanceWorld } from '../support/world';

/** Whose events these scenarios ask for. */
const OWNER = 'device A';

Given('{device} left an event under a cookie', async function (this: ConformanceWorld, device: string) {
  await this.expressplay.licenses.registeredTimes(device, 1);
});

Given(
  '{device} left more events under a cookie than are told of at once',
  async function (this: ConformanceWorld, device: string) {
    await this.expressplay.records.leaveEvents(device);
  },
);

Given(
  '{device} left events under cookies like the one of {device}',
  async function (this: ConformanceWorld, device: string, other: string) {
    await this.expressplay.records.leaveEventsUnderLookAlikes(device, other);
  },
);

When(
  'the records are asked for by the cookie of {device}, and by those like it',
  async function (this: ConformanceWorld, device: string) {
    await this.expressplay.records.byCookie(device);
    await this.expressplay.records.byLookAlikes(device);
  },
);

When(
  'the records are asked for without a selector, by windows, and without a selector again',
  async function (this: ConformanceWorld) {
    const { records } = this.expressplay;
    await records.ofEveryone(OWNER);
    await records.byWindows(OWNER);
    await records.ofEveryone(OWNER);
  },
);

When('the records are asked for by an id', async function (this: ConformanceWorld) {
  await this.expressplay.records.byId(OWNER);
});

When('the records are asked for by several selectors at once', async function (this: ConformanceWorld) {
  await this.expressplay.records.combined(OWNER);
});

When('the records of that cookie are asked for by its owner and by nobody', async function (this: ConformanceWorld) {
  const { records } = this.expressplay;
  await records.unauthenticated(OWNER, await records.byCookie(OWNER));
});

When(
  'the records of that cookie are asked for by its owner and by another account',
  async function (this: ConformanceWorld) {
    const { records } = this.expressplay;
    await records.byAnotherAccount(OWNER, await records.byCookie(OWNER));
  },
);

for (const sentence of ['each answer holds the events that it should', 'nobody but the owner sees them']) {
  Then(sentence, function (this: ConformanceWorld) {
    this.judge('records');
  });
}
