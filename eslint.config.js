import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

import { rules } from './eslint.rules.js';

/** The folders of the module, from the words that all of them speak to what is shown: each may use what stands before it. */
const house = [
  ...[
    'verdict',
    'tools',
    'project',
    'registry',
    'gates',
    'ci',
    'adopt',
    'publish',
    'deploy',
    'prove',
    'report',
    'api',
  ],
];

/** The folders of the engine in the same order, from what is kept on disk to the command line. */
const engine = ['store', 'graph', 'images', 'setup', 'executor', 'api', 'module', 'cli'];

/** The folders of the executor in the same order, from what all of it speaks of to the fields of the API. */
const executor = [
  ...[
    'common',
    'docker',
    'secrets',
    'session',
    'images',
    'containers',
    'services',
    'commands',
    'registry',
    'git',
  ],
  ...['fields'],
];

/** For folders in order: each may use those before it, and nothing of those after it. */
const inOrder = (root, folders, above) =>
  folders.map((folder, place) => ({
    target: `${root}/${folder}`,
    from: [...above, ...folders.slice(place + 1)].map((name) => `${root}/${name}`),
  }));

/** Files of the module that may use the engine: all others are plain functions of data. */
const stages = [
  'dagger/src/index.ts',
  'dagger/src/api/*.ts',
  'dagger/src/**/stage.ts',
  'dagger/src/**/*.stage.ts',
];

/** Who may import whom: a target folder, and what it must not import from (architecture: dependencies point one way). */
const layers = [
  ...inOrder('./dagger/src', house, ['index.ts']),
  ...inOrder('./engine/src', engine, ['call.ts', 'prefetch.ts']),
  ...inOrder('./engine/src/executor', executor, ['index.ts']),
  { target: './engine', from: ['./dagger', './service'] },
  { target: './dagger', from: ['./engine', './service'] },
  { target: './service', from: ['./engine', './dagger'] },
  // The SDK loads src alone. What programs and module share are types of src.
  { target: './dagger/src', from: ['./dagger/programs'] },
];

/** What a pure decision may not touch: Dagger, the disk, the network, processes. */
const effects = ['@dagger.io/dagger', '@dagger.io/dagger/*', 'node:*'];

/** What the module may not import where it runs: inside Dagger, by the SDK's library as Dagger bundles it. */
const inModule = {
  paths: [
    {
      name: '@dagger.io/dagger',
      importNames: ['ExecError'],
      message: 'the library that Dagger bundles has no ExecError: the module would not load',
    },
  ],
  patterns: [{ group: ['node:*'], message: 'what the module does, it does in containers' }],
};

export default tseslint.config(
  {
    ignores: [
      '**/node_modules',
      '**/dist',
      '**/coverage',
      '**/fixtures',
      'dagger/sdk',
      'dagger/rules',
      'out',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  importX.flatConfigs.recommended,
  importX.flatConfigs.typescript,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { house: { rules } },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })] },
    rules: {
      complexity: ['error', 12],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      // Packages are neither walked for cycles nor for names: tsc knows the names, and it would take most of the time.
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/namespace': 'off',
      'import-x/default': 'off',
      'import-x/export': 'off',
      'import-x/no-named-as-default': 'off',
      // `fc.property`, `tseslint.config`: packages that document a default object with the same named exports.
      'import-x/no-named-as-default-member': 'off',
      'import-x/no-unresolved': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones: layers }],
      'house/plain-properties': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['dagger/src/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', inModule] },
  },
  {
    // Nothing that runs in a container runs without a deadline: `within`, or a program that has its own.
    files: ['dagger/src/**/*.ts'],
    ignores: [
      'dagger/src/tools/attempt.stage.ts',
      'dagger/src/gates/smoke/stage.ts',
      'dagger/src/gates/audit/registries.stage.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='withExec']:not([arguments.0.callee.name='within'])",
          message: 'give the command a deadline: withExec(within(SECONDS, [...]))',
        },
      ],
    },
  },
  {
    files: ['dagger/src/**/*.ts'],
    ignores: stages,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: effects,
              message: 'what uses the engine is called stage.ts or *.stage.ts; all else decides from data',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['dagger/src/**/*.ts'],
    ignores: ['dagger/src/index.ts', ...house.map((folder) => `dagger/src/${folder}/**`)],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'Program', message: 'every file stands in a folder of the house' },
      ],
    },
  },
  {
    files: ['engine/src/**/*.ts'],
    ignores: [
      ...['engine/src/call.ts', 'engine/src/prefetch.ts', 'engine/src/executor/index.ts'],
      ...engine.filter((folder) => folder !== 'executor').map((folder) => `engine/src/${folder}/**`),
      ...executor.map((folder) => `engine/src/executor/${folder}/**`),
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'Program', message: 'every file stands in a folder of the engine, or of its executor' },
      ],
    },
  },
  {
    // A program runs by itself in a container: of the module it knows types, which Node strips.
    files: ['dagger/programs/**/*.ts'],
    rules: {
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/src/**'],
              allowTypeImports: true,
              message: 'in the container there is no src beside a program: import its types alone',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.test.ts', '**/test/**/*.ts', '**/bench/**/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
);
