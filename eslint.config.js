import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Limits that only ever get tighter (STYLE: style is a test, ratcheted). */
const LIMITS = {
  'max-lines': ['error', { max: 350, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  complexity: ['error', { max: 13, variant: 'modified' }], // a switch counts once: a fold is a table of events
  'max-depth': ['error', 4],
  'max-params': ['error', 5],
};

/** Of ESLint's own rules those that neither the compiler nor typescript-eslint's sets cover. */
const CORRECTNESS = {
  eqeqeq: 'error',
  'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
  'no-control-regex': 'error',
  'no-debugger': 'error',
  'no-duplicate-case': 'error',
  'no-empty': 'error',
  'no-fallthrough': 'error',
  'no-irregular-whitespace': 'error',
  'no-loss-of-precision': 'error',
  'no-self-assign': 'error',
  'no-self-compare': 'error',
  'no-template-curly-in-string': 'error',
  'no-unmodified-loop-condition': 'error',
  'no-unsafe-finally': 'error',
  'no-useless-catch': 'error',
  'no-useless-rename': 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
  'object-shorthand': 'error',
  'prefer-template': 'error',
};

/** A package is known by its name and what it exports; its folders are its own business. */
/** Node 20 collects it as garbage where only `AbortSignal.any` holds it, and then it never aborts. */
const NO_TIMEOUT_SIGNAL = {
  object: 'AbortSignal',
  property: 'timeout',
  message: 'Node 20 collects it as garbage: use withEndingSignal of @gongji/event-store.',
};

const NO_DEEP_IMPORTS = [
  {
    regex: '^@gongji/[^/]+/(dist|src|node_modules)(/|$)',
    message: 'Import what the package exports, not its folders.',
  },
  {
    regex: '^(\\.\\./)+((libs|apps)/|[^.].*/(src|dist)/)',
    message: "Import a sibling package by its name ('@gongji/…').",
  },
];

/** What would let the answer depend on the machine or on the moment. */
const IMPURE_GLOBALS = [
  ...['Date', 'performance', 'process', 'crypto', 'console', 'Intl', 'Buffer', 'fetch', 'globalThis', 'global'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'structuredClone', 'require'],
].map((name) => ({ name, message: 'The core is pure: no clock, no I/O, nothing of the machine (DESIGN 1.3).' }));

export default defineConfig(
  globalIgnores(['**/dist/', '**/node_modules/', '**/coverage/', 'samples/', 'data/']),
  { rules: CORRECTNESS, linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    // One project for all: it sees the specs and, by the export condition "source", the siblings' sources without a build.
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-unnecessary-condition': 'off', // events gain variants; engines answer more than their types say
      '@typescript-eslint/no-unnecessary-type-conversion': 'off', // PostgreSQL gives as text what SQLite gives as numbers
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',

      ...LIMITS,
      'no-restricted-imports': ['error', { patterns: NO_DEEP_IMPORTS }],
      'no-restricted-properties': ['error', NO_TIMEOUT_SIGNAL],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-shadow': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // An index signature names its key, and can be readonly; a record cannot.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // `as T` says what is expected, where `!` only says that something is.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // `return this.refuse(…)` leaves early; there is nothing to confuse.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // A port's method answers with a promise, and fails by rejecting, whether or not this adapter has to wait.
      '@typescript-eslint/require-await': 'off',
      // A reader may name the type that it expects.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // A number in a message needs no ceremony.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A module of Nest is a class without members that carries a decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
    },
  },
  {
    files: ['libs/core/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...NO_DEEP_IMPORTS,
            { regex: '^(?!\\.{1,2}/|decimal\\.js$)', message: 'The core imports itself and decimal.js only.' },
          ],
        },
      ],
      'no-restricted-globals': ['error', ...IMPURE_GLOBALS],
      'no-restricted-properties': [
        'error',
        NO_TIMEOUT_SIGNAL,
        { object: 'Math', property: 'random', message: 'The core is pure.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression > Identifier[name=/^(toLocale.+|localeCompare)$/]',
          message: 'The order and the form of text must not depend on the machine.',
        },
        { selector: 'ImportExpression', message: 'The core imports itself and decimal.js only, and at the top.' },
      ],
    },
  },
  {
    // Tests: a table of cases may be long, and a stand-in may be rough.
    files: ['**/*.spec.ts', '**/testing/**/*.ts', 'test/**/*.ts', 'libs/event-store/src/contract/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': 'off',
      'max-params': 'off',
      'no-unmodified-loop-condition': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.js'],
    rules: { 'no-undef': 'off' },
  },
);
