import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const IMPURE = 'A verdict depends on what was recorded, and on nothing else: gather this in a probe.';
const impureGlobals = ['process', 'performance', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'crypto', 'console'];

export default defineConfig(
  globalIgnores([
    'dist/',
    'coverage/',
    'roadworthy-runs/',
    'test/submissions/',
    'test/hostile/',
    'test/**/fixtures/',
    'test/api/routes/apps/',
  ]),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // what the compiler does not see and typescript-eslint leaves to ESLint
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-control-regex': 'error',
      'no-empty': 'error',
      'no-empty-character-class': 'error',
      'no-empty-pattern': 'error',
      'no-misleading-character-class': 'error',
      'no-self-assign': 'error',
      'no-self-compare': 'error',
      'no-unsafe-finally': 'error',
      'no-unused-labels': 'error',
      'no-useless-assignment': 'error',
      'no-useless-escape': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'require-yield': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      // the compiler does it, with noUnusedLocals and noUnusedParameters
      '@typescript-eslint/no-unused-vars': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // `expect.any(String)` and its like are `any`
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'no-control-regex': 'off',
    },
  },
  {
    files: ['checks/**/*.ts'],
    ignores: ['**/*.generated.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals.map((name) => ({ name, message: IMPURE }))],
      'no-restricted-syntax': [
        'error',
        { selector: "MemberExpression[object.name='Date'][property.name='now']", message: IMPURE },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: IMPURE },
        { selector: "CallExpression[callee.name='Date']", message: IMPURE },
        { selector: "MemberExpression[object.name='Math'][property.name='random']", message: IMPURE },
        { selector: 'ImportExpression', message: IMPURE },
        { selector: 'TryStatement', message: 'A check does not catch: the runner makes an error verdict of what it throws.' },
      ],
    },
  },
);
