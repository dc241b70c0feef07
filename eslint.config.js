import js from '@eslint/js';
import { flatConfigs, createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { layerZones } from './eslint.layers.js';

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      '.tools',
      'lib',
      'dist',
      '.acgs',
      'coverage',
      'templates',
      'examples',
      'docs',
      'test/dockerfile/projects',
      'test/dockerfile/scaffold/projects',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    plugins: {
      'import-x': flatConfigs.typescript.plugins?.['import-x'] ?? flatConfigs.recommended.plugins['import-x'],
    },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({ extensions: ['.ts', '.js'], extensionAlias: { '.js': ['.ts', '.js'] } }),
      ],
    },
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      eqeqeq: 'error',
      'import-x/no-restricted-paths': ['error', { zones: layerZones }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-extraneous-dependencies': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/system/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            'execa',
            'dockerode',
            'fs',
            'node:fs',
            'node:fs/promises',
            'node:net',
            'node:tls',
            'node:http',
            'node:https',
            'node:child_process',
          ].map((name) => ({
            name,
            message: 'the outside is reached through src/system only (docs/adr/0002-the-house.md)',
          })),
        },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'exit', message: 'only bin/ ends the process' },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'no-console': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['scripts/**/*.mjs', 'bin/*.js', '*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        AbortController: 'readonly',
        fetch: 'readonly',
      },
    },
  },
);
