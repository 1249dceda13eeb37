import { Given, Then, When, defineParameterType, type DataTable } from '../support/cucumber';
import type { ParameterRow } from '../support/session';
import { codesIn, type ConformanceWorld } from '../support/world';

/** Without a word the token service writes HTML (FP-TOK), so for HTML nothing is said. */
type Format = 'json' | undefined;

defineParameterType({
  name: 'errorFormat',
  regexp: /JSON|HTML/,
  transformer: (text: string): Format => (text === 'JSON' ? 'json' : undefined),
});

/** Columns `parameter`, `value` and, for faults, `code` and `or` with further codes that would name it. */
function rowsOf(table: DataTable): ParameterRow[] {
  return table.hashes().map(({ parameter = '', value = '', code = '', or = '' }) => ({
    parameter,
    value,
    codes: codesIn(code, or),
  }));
}

Given('the plainest token request was answered with a token', async function (this: ConformanceWorld) {
  await this.expressplay.tokens.granted();
});

Given(
  'sound token requests were answered with tokens, errors as {errorFormat}',
  async function (this: ConformanceWorld, format: Format) {
    await this.expressplay.tokens.sound(format);
  },
);

When('the plainest token request goes out in both documented ways', async function (this: ConformanceWorld) {
  await this.expressplay.tokens.plain('json', 'GET');
  await this.expressplay.tokens.plain('json', 'POST');
});

When('the plainest token request goes out again', async function (this: ConformanceWorld) {
  await this.expressplay.tokens.plain('json');
});

When(/^token requests go out that each (?:add|give)$/, async function (this: ConformanceWorld, table: DataTable) {
  await this.expressplay.tokens.variations(rowsOf(table));
});

When(
  'token requests go out with one fault each, errors as {errorFormat}',
  async function (this: ConformanceWorld, format: Format, table: DataTable) {
    await this.expressplay.tokens.faults(rowsOf(table), format);
  },
);

When(
  'token requests go out as forms with one fault each, errors as {errorFormat}',
  async function (this: ConformanceWorld, format: Format, table: DataTable) {
    await this.expressplay.tokens.faults(rowsOf(table), format, 'POST');
  },
);

When('token requests go out with one name in another case', async function (this: ConformanceWorld, table: DataTable) {
  const names = table.hashes().map(({ name = '', written = '' }) => ({ name, written }));
  await this.expressplay.tokens.miswritten(names);
});

When('a token request goes to a path that nobody knows', async function (this: ConformanceWorld) {
  await this.expressplay.tokens.unknownPath();
});

When('a token request names a device', async function (this: ConformanceWorld) {
  await this.expressplay.tokens.restrictedToDevice('json');
});

When('accounts in these states ask for a token', async function (this: ConformanceWorld, table: DataTable) {
  for (const { state = '', code = '' } of table.hashes()) await this.expressplay.tokens.inState(state, Number(code));
});

When('{device} gets three tokens and redeems each', async function (this: ConformanceWorld, device: string) {
  await this.expressplay.licenses.repeated(device, 3);
});

for (const sentence of [
  'each sound request is answered with a token URL',
  'each sound request is answered with a token URL, and each faulty one refused',
  'the token service refuses each of them',
  'the token service refuses each fault in that format',
  'the answer is the one that the reading expects',
  'the token service tells each its state',
]) {
  Then(sentence, function (this: ConformanceWorld) {
    this.judge('token-service');
  });
}
