'use strict';

// `npx cucumber-js` in a clone: tags, --name and paths work as people know them; operators put features of their own
// beside ours. No `paths` here: cucumber would add those of the command line to them. Its default is features/**/*.feature.
module.exports = {
  default: {
    requireModule: ['ts-node/register'],
    require: ['support/world.ts', 'support/hooks.ts', 'steps/**/!(*.spec).ts'],
    format: ['progress', ['./support/cli/plain-formatter.js', require('node:os').devNull]],
    publish: false,
  },
};
