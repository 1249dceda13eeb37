/** All specs beside the sources: `npm run unit`, `npm run unit -- exchange checks/token` for some of them. */
import { runAll } from './runner';

runAll(['support', 'steps', 'bench/figures'], '.spec.ts', process.argv.slice(2));
