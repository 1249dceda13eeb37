'use strict';

// `npx cucumber-js` in a clone: tags and --name work as people know them; operators put features of their own beside ours.
module.exports = {
  default: {
    requireModule: ['ts-node/register'],
    require: ['support/world.ts', 'support/hooks.ts', 'steps/**/!(*.spec).ts'],
    paths: ['features/**/*.feature'],
    format: ['progress', ['./support/cli/plain-formatter.js', require('node:os').devNull]],
    publish: false,
  },
};
