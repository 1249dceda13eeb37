'use strict';

// The order of the folders under support/: a folder imports only folders to its left.
const ORDER = [
  'protocol',
  'fairplay',
  'ledger',
  'messages',
  'exchange',
  'checks',
  'reference',
  'hosting',
  'violations',
  'target',
  'verdict',
  'session',
  'load',
  'report',
  'export',
  'selftest',
  'cli',
];

/** protocol and fairplay are facts: neither imports anything of the project. */
const PURE = ['protocol', 'fairplay'];

const order = ORDER.filter((folder) => !PURE.includes(folder)).map((folder) => ({
  name: `order-${folder}`,
  comment: `support/${folder} may import only ${ORDER.slice(0, ORDER.indexOf(folder)).join(', ')}`,
  severity: 'error',
  from: { path: `^support/${folder}/` },
  to: {
    path: ['^(steps|bin|bench|test|scripts)/', '^support/'],
    pathNot: `^support/(${ORDER.slice(0, ORDER.indexOf(folder) + 1).join('|')})/`,
  },
}));

module.exports = {
  forbidden: [
    {
      name: 'pure-facts',
      comment: 'support/protocol and support/fairplay import nothing of the project',
      severity: 'error',
      from: { path: `^support/(${PURE.join('|')})/` },
      to: { path: '^(support|steps|bin|bench|test|scripts)/', pathNot: '^support/$1/' },
    },
    ...order,
    {
      name: 'known-folders',
      comment: 'every folder under support/ has its place in the order: add it to ORDER in .dependency-cruiser.cjs',
      severity: 'error',
      from: { path: `^support/(?!(${ORDER.join('|')})/)[^/]+/` },
      to: {},
    },
    {
      name: 'doors-only',
      comment: 'a folder of support/ is imported through its index.ts, never into its insides',
      severity: 'error',
      from: { path: '^support/([^/]+)/' },
      to: { path: '^support/[^/]+/', pathNot: ['^support/$1/', '^support/[^/]+/index\\.ts$'] },
    },
    {
      name: 'doors-only-from-outside',
      comment: 'a folder of support/ is imported through its index.ts, never into its insides',
      severity: 'error',
      from: { path: ['^support/[^/]+\\.ts$', '^(steps|test|bench)/'] },
      to: { path: '^support/[^/]+/', pathNot: '^support/[^/]+/index\\.ts$' },
    },
    {
      name: 'steps-talk-to-the-world',
      comment: 'steps import the World, cucumber and nothing else of the project, save types',
      severity: 'error',
      from: { path: '^steps/' },
      to: {
        path: '^(support|bench|test)/',
        pathNot: '^support/(world|cucumber)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'world-stays-above-the-commands',
      comment: 'the World and the hooks know nothing of reports and commands',
      severity: 'error',
      from: { path: '^support/[^/]+\\.ts$' },
      to: { path: '^support/(report|cli)/' },
    },
    {
      name: 'no-circular',
      comment: 'no module may come to need itself; types alone do no harm',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'a module that nobody imports and that imports nothing is dead',
      severity: 'error',
      // The formatter is handed to cucumber by its path.
      from: { orphan: true, pathNot: ['\\.spec\\.ts$', '\\.d\\.ts$', '^(test|bench)/', '-formatter\\.js$'] },
      to: {},
    },
    {
      name: 'specs-are-not-imported',
      comment: 'what two specs share belongs into a module of its own',
      severity: 'error',
      from: {},
      to: { path: '\\.(spec|test)\\.ts$' },
    },
    {
      name: 'no-development-dependencies',
      comment: 'the published package brings only "dependencies" along',
      severity: 'error',
      from: { path: '^(support|steps)/', pathNot: ['\\.spec\\.ts$', '/testing(/|\\.ts$)'] },
      to: {
        dependencyTypes: ['npm-dev', 'npm-optional', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'resolvable',
      comment: 'an import must lead somewhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['node', 'require', 'import', 'types'],
    },
  },
};
