import { Given, Then, When, type DataTable } from '../support/cucumber';
import type { ConformanceWorld } from '../support/world';

/** The first column of a table. */
function cells(table: DataTable): string[] {
  return table.rows().map(([cell = '']) => cell);
}

Given('{device} got a token URL for registration', async function (this: ConformanceWorld, device: string) {
  this.mustHave(await this.upstream.register(this.player(device)));
});

async function registerDuringEach(this: ConformanceWorld, device: string, table: DataTable): Promise<void> {
  for (const words of cells(table)) {
    await this.upstream.registerDuring(this.player(device), this.upstream.tokenStory(words));
  }
}

async function registerDuringAndAfterEach(this: ConformanceWorld, device: string, table: DataTable): Promise<void> {
  for (const words of cells(table)) {
    await this.upstream.registerDuring(this.player(device), this.upstream.tokenStory(words));
    await this.upstream.register(this.player(device));
  }
}

When('{device} asks for registration while and after the token service answers with', registerDuringAndAfterEach);
When('{device} asks for registration while and after the token service gives', registerDuringAndAfterEach);
When('{device} asks for registration while the token service', registerDuringEach);
When('{device} asks for registration while the token service answers as if it worked, with', registerDuringEach);
When('{device} asks for registration while the token service repeats both in its error text', registerDuringEach);
When('{device} asks for registration while the token service sends SEES to another host', registerDuringEach);

When(
  '{device} asks for registration while the token service answers each code as {word}',
  async function (this: ConformanceWorld, device: string, format: string, table: DataTable) {
    for (const code of cells(table)) {
      const story = this.upstream.codeStory(Number(code), format === 'JSON' ? 'json' : 'html');
      await this.upstream.registerDuring(this.player(device), story);
    }
  },
);

When('{device} asks for registration once more', async function (this: ConformanceWorld, device: string) {
  await this.upstream.register(this.player(device));
});

Given('{device} got a title bound to its device', async function (this: ConformanceWorld, device: string) {
  this.mustHave(await this.upstream.bindDuring(this.player(device), 'a single event', this.title));
});

async function bindDuringEach(this: ConformanceWorld, device: string, table: DataTable): Promise<void> {
  await this.upstream.bindDuringEach(this.player(device), cells(table), this.title);
}

When('{device} asks for a title bound to its device while the record service answers with', bindDuringEach);
When('{device} asks for a title bound to its device where its history is', bindDuringEach);

When(
  '{device} asks for a title bound to its device while the token service answers with',
  async function (this: ConformanceWorld, device: string, table: DataTable) {
    for (const words of cells(table)) {
      await this.upstream.bindDuringTokenStory(this.player(device), this.upstream.tokenStory(words), this.title);
    }
  },
);

When('{device} asks for another title bound to its device', async function (this: ConformanceWorld, device: string) {
  await this.upstream.bindDuring(this.player(device), 'a single event', this.title);
});

When(
  '{device} asks for a title before and after it registered another device',
  async function (this: ConformanceWorld, device: string) {
    await this.upstream.bindBeforeAndAfterAnotherDevice(this.player(device), this.title);
  },
);

/** Ways to write a cookie that a careless reader takes for the same. */
const LOOK_ALIKES: Readonly<Record<string, (cookie: string) => string>> = {
  'in upper case': (cookie) => cookie.toUpperCase(),
  'with a blank at its end': (cookie) => `${cookie} `,
  'with a blank before it': (cookie) => ` ${cookie}`,
};

When(
  '{device} asks for a title with the cookie of {device}',
  async function (this: ConformanceWorld, device: string, owner: string, table: DataTable) {
    const { cookie } = this.player(owner);
    for (const words of cells(table)) {
      const write = LOOK_ALIKES[words];
      if (write === undefined) throw new Error(`no cookie is written "${words}"`);
      await this.upstream.bindWithLookAlike(this.player(device), this.title, write(cookie));
    }
  },
);

When(
  '{device} asks for registration twice and {device} once and with a message id of the other',
  async function (this: ConformanceWorld, device: string, other: string) {
    await this.upstream.registerTwiceAndAnother(this.player(device), this.player(other));
  },
);

When(
  '{device} asks for the rented title for a time and bound to its device',
  async function (this: ConformanceWorld, device: string) {
    await this.upstream.askBothWays(this.player(device), [this.run.titles.rented]);
  },
);

When(
  '{device} asks for titles with stored and wrapped keys for a time and bound to its device',
  async function (this: ConformanceWorld, device: string) {
    await this.upstream.askBothWays(this.player(device), this.run.titles.wrapped);
  },
);

/** What is looked at; which checks look is said by the scenario's tags. */
const LOOKS = {
  answer: [
    'SEES grants nothing meanwhile',
    'SEES grants nothing in bounded time',
    'nothing of them reaches the player',
    'the authenticator is not sent there',
  ],
  'token-url': ['SEES hands out the URL alone'],
  recovery: ['SEES grants what is asked afterwards'],
  binding: [
    'nothing unbound reaches the player and SEES refuses',
    'SEES binds to the device that counts',
    'SEES binds to no device of a failed redemption',
    'SEES takes each for another cookie',
    'the device of the later request tells whether SEES looked again',
  ],
  'token-request': [
    'SEES asked for tokens with the rental of the title',
    'SEES asked for tokens with the key as it is configured',
  ],
  isolation: ['the token of one client never goes to the other'],
} as const;

for (const [subject, sentences] of Object.entries(LOOKS)) {
  for (const sentence of sentences) {
    Then(sentence, function (this: ConformanceWorld) {
      this.judge(subject as keyof typeof LOOKS);
    });
  }
}
