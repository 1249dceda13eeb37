/** What needs whole processes: `npm run integration`, `npm run integration -- browser` for some of it. */
import { runAll } from './runner';

runAll(['test'], '.test.ts', process.argv.slice(2));
