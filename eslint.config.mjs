import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const root = dirname(fileURLToPath(import.meta.url));

const FOLDERS =
  'protocol|fairplay|ledger|exchange|checks|reference|hosting|violations|target|verdict|session|load|report|export|selftest|cli';

/** node:test keeps count of what it was given; awaiting these is not needed. */
const TEST_CALLS = {
  from: 'package',
  package: 'node:test',
  name: ['after', 'afterEach', 'before', 'beforeEach', 'describe', 'it', 'suite', 'test'],
};

export default defineConfig(
  { ignores: ['node_modules/', 'dist/', 'reports/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'object-shorthand': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [TEST_CALLS] }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A handler is an async function by type, whether or not it has to wait for anything.
      '@typescript-eslint/require-await': 'off',
      // A module is loaded late on purpose (start-up time), and then says what it is: see below.
      '@typescript-eslint/no-require-imports': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.name='require']:not(TSAsExpression > CallExpression)",
          message: "Load late with its type: `require('./x') as typeof import('./x')`.",
        },
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\.?/)+(support/)?(${FOLDERS})/.+`,
              message: 'Import a folder through its door, e.g. `../exchange`, never its insides.',
            },
            { regex: '^\\..*\\.(ts|js)$', message: 'Relative imports carry no extension.' },
          ],
        },
      ],
    },
  },
  {
    // Time is handed around as a Clock, choice as a random function; nothing else makes a run repeatable.
    files: ['support/**/*.ts', 'steps/**/*.ts'],
    // Certificates are valid by the machine's own time, and reports tell it.
    ignores: [
      '**/*.spec.ts',
      'support/exchange/*clock*.ts',
      'support/hosting/certificates.ts',
      'support/cli/**',
      'support/report/**',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Take the time from a Clock.' },
        { object: 'Math', property: 'random', message: 'Take randomness from the run (seed and nonce).' },
      ],
    },
  },
  {
    files: ['support/cli/**', 'support/report/**', 'bench/**', 'scripts/**', 'test/run*.ts', 'bin/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      // A test looks into parsed JSON and knows what it put there.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        __dirname: 'readonly',
        console: 'readonly',
        module: 'writable',
        process: 'readonly',
        require: 'readonly',
      },
    },
  },
);
