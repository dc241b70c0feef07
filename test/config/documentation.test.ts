import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseConfiguration } from '../../src/config/load.js';
import { knownKeysAt } from '../../src/config/known-keys.js';

const page = readFileSync('docs/configuration.md', 'utf8');

it('docs/configuration.md names every key', () => {
  const places = [
    [],
    ['services', 'x'],
    ['services', 'x', 'smoke'],
    ['lint'],
    ['scan'],
    ['sbom'],
    ['sign'],
    ['verify'],
    ['verify', 'identity'],
    ['sigstore'],
    ['budgets'],
  ];
  const missing = places.flatMap((place) =>
    knownKeysAt(place).filter((key) => !new RegExp(`[\`.]\\$?${key.replace('$', '')}\``).test(page)),
  );
  expect(missing).toEqual([]);
});

it('its example loads', () => {
  const [, example] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const place = {
    root: '/x',
    repositoryRoot: '/x',
    file: undefined,
    name: 'docs/configuration.md',
    acgsVersion: '1.0.0',
  };
  expect(parseConfiguration(example ?? '', place).services).toHaveLength(2);
});
