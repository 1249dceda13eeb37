import { endAtOnce } from './end-at-once';
import { program } from './program';
import { explainFailure } from './explain-failure';
import { guardProcess } from './guard-process';

guardProcess();
endAtOnce();

void (async () => {
  try {
    await program().parseAsync(process.argv);
  } catch (error) {
    const { text, code } = explainFailure(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = code;
  }
})();
