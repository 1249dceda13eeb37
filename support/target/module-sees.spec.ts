import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { RealClock } from '../exchange';
import { ConfigurationError } from './configuration';
import { useFolder } from './configuration/testing/folder';
import { openModuleSees, type SeesOfModule } from './module-sees';

const URLS = { token: 'https://ep.example/hms/fp/token', record: 'https://ep.example/cmiapi/getrecord/' };
const request = { method: 'POST', url: 'https://sees.example/s', headers: {}, body: Buffer.from('asked') };

let number = 0;

describe('sees.module', () => {
  const folder = useFolder();

  /** A module of this text; every one has a name of its own, because modules are loaded once. */
  async function open(context: TestContext, text: string, ending = 'js', more = ''): Promise<SeesOfModule> {
    const name = `m${String((number += 1))}.${ending}`;
    folder.write(name, text);
    const configuration = folder.load(`sees: { module: ./${name} }\n${more}`);
    const opened = await openModuleSees(configuration, new RealClock(), URLS);
    if (opened.kind === 'listener') context.after(() => opened.close());
    return opened;
  }

  const forms: [what: string, ending: string, text: string][] = [
    ['a function of CommonJS exports', 'js', 'exports.createSees = HANDLER'],
    ['a function of all that CommonJS exports', 'cjs', 'module.exports = { createSees: HANDLER }'],
    ['a named export of ESM', 'mjs', 'export const createSees = HANDLER'],
    ['one of what ESM exports by default', 'mjs', 'export default { createSees: HANDLER }'],
  ];
  for (const [what, ending, text] of forms) {
    it(`may be ${what}`, async (context) => {
      const handler =
        'async (o) => async ({ body }) => ({ status: 201, headers: { "X-A": 1 }, body: body + o.tokenUrl })';
      const opened = await open(context, text.replace('HANDLER', handler), ending);
      assert.ok(opened.kind === 'handler');
      const { status, headers, body } = await opened.handler(request);
      assert.deepEqual([status, headers, body.toString()], [201, { 'x-a': '1' }, `asked${URLS.token}`]);
    });
  }

  it('is told all that it needs, and the time', async (context) => {
    const names = 'o => () => ({ status: 200, body: Object.keys(o).sort().join() + typeof o.clock.now() })';
    const opened = await open(context, `exports.createSees = ${names.replace('() =>', '(request) =>')}`);
    assert.ok(opened.kind === 'handler');
    assert.equal(
      (await opened.handler(request)).body.toString(),
      'clock,contents,customerAuthenticator,deviceIdParameter,multiDevice,record,recordUrl,registrationContentID,tokenUrlnumber',
    );
  });

  it('may make a listener of node, which gets a port', async (context) => {
    const opened = await open(context, 'exports.createSees = () => (req, res) => res.end(req.method + req.url)');
    assert.ok(opened.kind === 'listener');
    const answer = await fetch(`${opened.origin}/a?b=c`, { method: 'PUT' });
    assert.equal(await answer.text(), 'PUT/a?b=c');
  });

  it('whose handler fails or answers nonsense has answered 500, and no secret is told', async (context) => {
    const warnings: string[] = [];
    const warned = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', warned);
    context.after(() => process.off('warning', warned));
    const failing = 'exports.createSees = (o) => async (r) => { throw new Error(`no ${o.customerAuthenticator}`) }';
    for (const text of [failing, 'exports.createSees = () => (request) => "yes"']) {
      const opened = await open(context, text);
      assert.ok(opened.kind === 'handler');
      assert.equal((await opened.handler(request)).status, 500);
    }
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(warnings, [
      'The handler of sees.module failed: no <authenticator #1>',
      'The handler of sees.module failed: an answer has to be { status: number, headers: object, body: text or bytes }',
    ]);
  });

  const wrong: [what: string, ending: string, text: string, words: RegExp][] = [
    ['is no JavaScript', 'js', 'exports.createSees = (', /^m\d+\.js cannot be loaded: /],
    ['fails while it loads', 'mjs', 'throw new Error("no database");', /^m\d+\.mjs cannot be loaded: no database\.$/],
    ['exports nothing', 'js', '', /^m\d+\.js exports no function createSees\.$/],
    ['exports something else', 'mjs', 'export const createSees = 1;', /exports no function createSees\.$/],
    [
      'fails at its task',
      'js',
      'exports.createSees = async (o) => { throw new Error(`cannot use ${o.customerAuthenticator}`); };',
      /createSees failed: cannot use <authenticator #1>\.$/,
    ],
    ['makes no function', 'js', 'exports.createSees = () => ({});', /createSees returned a value of type object/],
    ['makes an odd function', 'js', 'exports.createSees = () => () => 1;', /returned a function with 0 parameters\.$/],
  ];
  for (const [what, ending, text, words] of wrong) {
    it(`that ${what} is a mistake of configuration`, async (context) => {
      const error = await open(context, text, ending).then(
        () => assert.fail('opened'),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof ConfigurationError, String(error));
      const [problem] = error.problems;
      assert.match(problem?.where ?? '', / sees\.module$/);
      assert.match(problem?.what ?? '', words);
      assert.match(problem?.rightForm ?? '', /createSees\(options\)/);
    });
  }

  it('cannot have virtual time unless it says that it takes the clock', async (context) => {
    const virtual = 'time: { mode: virtual }\n';
    const text = 'exports.createSees = () => (request) => ({ status: 200 });';
    await assert.rejects(
      open(context, text, 'js', virtual),
      /takes its time from options\.clock.*Right: time\.mode: real/,
    );
    const opened = await open(context, `${text} exports.usesClock = true;`, 'js', virtual);
    assert.equal(opened.kind, 'handler');
  });

  it('has real time by itself, and cannot be hosted straight', () => {
    folder.write('m.js', '');
    assert.equal(folder.load('sees: { module: ./m.js }\n').time.mode, 'real');
    assert.throws(
      () => folder.load('sees: { module: ./m.js }\nhosting: direct\n'),
      /nothing but nock or a port can answer/,
    );
    assert.throws(() => folder.load('sees: { module: ./none.js }\n'), /sees\.module: there is no such module\./);
  });
});
