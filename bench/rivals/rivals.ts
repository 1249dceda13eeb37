import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { limitLine } from '../figures/limit';
import { table } from '../figures/table';
import { time } from '../turns/command';
import { defaultRun, runOnce } from '../turns/default-run';
import { count, paragraphs, roundsInWords, type Part } from '../turns/part';
import { scratch } from '../turns/scratch';
import { timeRatio, timesTable, type Sample } from '../turns/series';
import { takeTurns } from '../turns/turns';
import { Bodies } from './body';
import { collection } from './collection';
import { installed, type Rivals } from './installed';
import { mochaFile } from './mocha-file';
import { record, type Recording } from './recording';
import { rehearse } from './rehearsal';
import { withDoubles } from './second-process';

/** The same requests as tests that people would write without this suite. */
export const RIVALS: Part = {
  name: 'rivals',
  title: 'The same exchanges by other means',
  measure: async (rounds) => {
    const rivals = installed();
    const recording = await record();
    const scenarios = await rehearse(recording);
    const folder = scratch();
    const bodies = new Bodies(folder);
    writeFileSync(join(folder, 'tests.js'), mochaFile(scenarios, bodies));
    writeFileSync(join(folder, 'collection.json'), JSON.stringify(collection(scenarios, bodies)));
    const assertions = scenarios.flatMap(({ requests }) => requests).flatMap(({ expectations }) => expectations).length;
    const { sent, judged, judgedBehind } = recording;
    const [ours, mocha, newman] = await takeTurns(
      [
        { name: '`run --hosting port`', go: () => weGo(recording) },
        { name: 'mocha and axios', go: () => mochaGoes(rivals, folder, recording) },
        { name: 'newman', go: () => newmanGoes(rivals, folder, recording) },
      ] as const,
      rounds,
      0,
    );
    return paragraphs(
      `What the harness itself sends in \`run --hosting port\` (player, and its own calls to the services of ExpressPlay; over sockets on 127.0.0.1), written down once as a Postman collection and once as tests for mocha with axios: the same methods, URLs, headers (and those that each adds of its own) and bodies in the same order, tokens taken from the answers before. ${rivals.names.join(', ')}; each with a JUnit file as its only report, against fresh doubles in a second process, which are started beforehand; ${roundsInWords(rounds, 0)}.`,
      table(
        ['', 'requests sent', 'assertions on them', 'and beside'],
        [
          [ours.name, count(sent), count(judged), `${count(judgedBehind)} on the calls of SEES to ExpressPlay`],
          [mocha.name, count(sent), count(assertions), ''],
          [newman.name, count(sent), count(assertions), ''],
        ],
      ),
      timesTable([ours, mocha, newman], mocha),
      'What the others assert: status, content type, members of the JSON with type and value, form of token URLs, no authenticator and no content key in an answer of SEES. What they do not do: make SPCs and open CKCs (theirs are files), see what SEES asks of ExpressPlay, make ExpressPlay fail or a token end (those requests meet sound doubles), go over TLS where a scenario does, redact, keep evidence, write results for Allure, a conformance report or a summary, relate anything to a requirement. Our run also plays SEES and ExpressPlay in its own process; theirs leave that to another core.',
      [
        limitLine({ what: 'our run to newman', measured: timeRatio(ours, newman), most: 0.5 }),
        limitLine({ what: 'our run to mocha and axios', measured: timeRatio(ours, mocha), most: 2 }),
      ].join('\n'),
    );
  },
};

async function weGo({ seed, nonce, exchanges }: Recording): Promise<Sample> {
  const { sample, report } = await runOnce(defaultRun('port', ['--seed', String(seed), '--nonce', nonce]));
  const { run } = report;
  if (run.exchanges !== exchanges) throw new Error(`the run had ${run.exchanges} exchanges, not ${exchanges}`);
  return sample;
}

function mochaGoes({ mocha }: Rivals, folder: string, recording: Recording): Promise<Sample> {
  const args = [mocha, '--timeout', '60000', '--reporter', 'xunit'];
  args.push('--reporter-option', `output=${join(folder, 'mocha.xml')}`, join(folder, 'tests.js'));
  return withDoubles(recording, ({ sees, expressplay }) =>
    time({
      args,
      cwd: folder,
      env: { SEES: sees, EXPRESSPLAY: expressplay },
      prints: `${recording.sent} requests sent`,
    }),
  );
}

function newmanGoes({ newman }: Rivals, folder: string, recording: Recording): Promise<Sample> {
  const junit = join(folder, 'newman.xml');
  const args = [newman, 'run', 'collection.json', '--reporters', 'junit', '--reporter-junit-export', junit];
  return withDoubles(recording, async ({ sees, expressplay }) => {
    const variables = ['--env-var', `sees=${sees}`, '--env-var', `expressplay=${expressplay}`];
    const sample = await time({ args: [...args, ...variables], cwd: folder });
    // A test of each request that was answered.
    const tests = readFileSync(junit, 'utf8').match(/<testcase /gu)?.length ?? 0;
    if (tests !== recording.sent) throw new Error(`newman tested ${tests} answers, not ${recording.sent}`);
    return sample;
  });
}
