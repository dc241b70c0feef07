import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../bench/bench.js';

/** The action's own files: plain JavaScript, since GitHub runs them as they lie in the repository. */
const part = async <Part>(name: string): Promise<Part> =>
  (await import(join(projectRoot, 'action', name))) as Part;
const { readInputs } = await part<{ readInputs: (env: Record<string, string>) => object }>('inputs.js');
const { releaseArguments } = await part<{
  releaseArguments: (inputs: object) => { readonly args: readonly string[]; readonly env: object };
}>('release-arguments.js');
const { install } = await part<{ install: (wanted: object) => string }>('install.js');

const definition = parse(readFileSync(join(projectRoot, 'action.yml'), 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly main: string };
};

/** The environment that the runner makes of `with`, defaults applied. */
const environmentOf = (given: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(definition.inputs).map(([name, input]) => [
      `INPUT_${name.toUpperCase()}`,
      given[name] ?? input.default,
    ]),
  );
const released = (given: Readonly<Record<string, string>>) =>
  releaseArguments(readInputs(environmentOf(given)));

describe('the inputs', () => {
  test('left alone are `acgs release` and nothing more', () => {
    expect(released({})).toEqual({ args: ['release'], env: {} });
  });

  test('become one argument array; secrets go by the environment', () => {
    const given = {
      services: 'api worker',
      push: 'true',
      registry: 'ghcr.io/acme',
      'registry-username': 'octocat',
      'registry-password': 's3cret',
      key: 'env://KEY',
      tags: '{version}\nlatest',
      from: 'provenance',
      'fail-on': 'CRITICAL',
    };
    const { args, env } = released(given);
    expect(args).toEqual([
      'release',
      'api',
      'worker',
      '--push',
      '--registry=ghcr.io/acme',
      '--tag={version}',
      '--tag=latest',
      '--key=env://KEY',
      '--from=provenance',
      '--fail-on=CRITICAL',
    ]);
    expect(env).toEqual({ ACGS_REGISTRY_USERNAME: 'octocat', ACGS_REGISTRY_PASSWORD: 's3cret' });
    expect(args.join(' ')).not.toContain('s3cret');
  });

  test('cannot become a flag, and a switch is true or false', () => {
    expect(() => released({ services: '--push' })).toThrow(/is no service/);
    expect(() => released({ push: 'yes' })).toThrow(/expected true or false/);
    expect(released({ until: 'gate; rm -rf /' }).args).toEqual(['release', '--until=gate; rm -rf /']);
  });

  test('are all described, and all read', () => {
    const source = readFileSync(join(projectRoot, 'action/inputs.js'), 'utf8');
    for (const [name, { description }] of Object.entries(definition.inputs)) {
      expect(description).not.toBe('');
      expect(source).toContain(`'${name}'`);
    }
  });
});

test('a version that is none, or an integrity of another form, is refused before anything is fetched', () => {
  const wanted = { version: '1.0.0', integrity: '', folder: '/nowhere' };
  for (const version of ['latest', '1.0.0 --registry=http://evil.example', '../x', ''])
    expect(() => install({ ...wanted, version })).toThrow(/input version/);
  expect(() => install({ ...wanted, integrity: 'sha1-x' })).toThrow(/input integrity/);
});

test('it runs on Node 24 and names the outputs of `acgs release`', () => {
  expect(definition.runs).toEqual({ using: 'node24', main: 'action/main.js' });
  expect(Object.keys(definition.outputs).sort()).toEqual(['digest', 'image', 'images', 'report']);
});
