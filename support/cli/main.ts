import { endAtOnce } from './end-at-once';
import { program } from './program';
import { explainFailure } from './explain-failure';
import { guardProcess } from './guard-process';

guardProcess();
endAtOnce();

// Who reads our output may stop reading (`run | head`): that is no fault, and no reason to lose the run.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

void (async () => {
  try {
    await program().parseAsync(process.argv);
  } catch (error) {
    const { text, code } = explainFailure(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = code;
  }
})();
