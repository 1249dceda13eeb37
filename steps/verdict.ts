import { Then } from '../support/cucumber';
import type { ConformanceWorld } from '../support/world';

/** Each Then step names what is looked at; which checks look is said by the scenario's tags. */
const LOOKS = {
  'token-request': [
    "SEES asked for a token with the title's keys and policy",
    "SEES asked for a token with the registration title's keys and the cookie, without a device",
  ],
  'token-url': ['the token URL reached the player as ExpressPlay gave it'],
  history: ['the history names a device of its own for each cookie'],
  answer: [
    'SEES grants nothing',
    'SEES refuses for want of a device',
    'SEES answered each request',
    'the token service took each form',
    'every answer carries the message id of its request',
  ],
  binding: ['nothing unbound reached the player', 'the binding follows the reading'],
  recovery: ['SEES serves on', '{device} gets its license in the end'],
  license: [
    '{device} got the license of that title',
    '{device} got the license of each title',
    'both devices got the license of that title',
    'each registration was answered with a license',
    'no license opened the real title',
    '{device} gets no license by that cookie',
    '{device} gets a license with its own alone',
    '{device} gets no license with the changed HU',
    'the late license is granted',
    'the late license is refused',
  ],
} as const;

for (const [subject, sentences] of Object.entries(LOOKS)) {
  for (const sentence of sentences) {
    // Cucumber counts the parameters of a step function.
    const look = (world: ConformanceWorld): void => world.judge(subject as keyof typeof LOOKS);
    if (sentence.includes('{')) {
      Then(sentence, function (this: ConformanceWorld, _device: string) {
        look(this);
      });
    } else {
      Then(sentence, function (this: ConformanceWorld) {
        look(this);
      });
    }
  }
}

// Who is served with what is another's may not be served at all.
Then('each device got the license of its own title, and no flow crossed another', function (this: ConformanceWorld) {
  this.judge('license', 'isolation');
});

// SEES that falls back breaks both.
Then('SEES grants nothing and asks for no token without the device', function (this: ConformanceWorld) {
  this.judge('answer', 'token-request');
});

// A URL that is not that of the call before breaks both.
Then(
  'every call came in the order of the diagram, up to the token URL as ExpressPlay gave it',
  function (this: ConformanceWorld) {
    this.judge('order', 'token-url');
  },
);

Then('the record service was asked for the cookie and named the device', async function (this: ConformanceWorld) {
  if (!this.run.target.known.backend) await this.lookUpIfAllowed(this.lastAsker);
  this.judge('record-request', 'history');
});

Then(
  "SEES then asked for a token with the title's keys, the cookie and that device",
  function (this: ConformanceWorld) {
    this.judge('token-request', 'order');
  },
);

Then('the history names no device for the cookie', async function (this: ConformanceWorld) {
  await this.lookUpIfAllowed(this.lastAsker);
  this.judge('history');
});
