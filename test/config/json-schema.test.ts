import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  CONFIGURATION_SCHEMA_ID,
  configurationJsonSchema,
  type JsonSchema,
} from '../../src/config/json-schema.js';
import { knownKeysAt } from '../../src/config/known-keys.js';

describe('the published schema', () => {
  it('is what the source says (else: node scripts/generate-config-schema.mjs)', () => {
    const published: unknown = JSON.parse(readFileSync('schemas/acgs.schema.json', 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(configurationJsonSchema())));
  });

  it('has its address, and a description for every key that a user can write', () => {
    const schema = configurationJsonSchema();
    expect(schema['$id']).toBe(CONFIGURATION_SCHEMA_ID);
    const silent: string[] = [];
    const walk = (at: JsonSchema, path: string): void => {
      for (const [key, property] of Object.entries(at.properties ?? {})) {
        if (property['description'] === undefined) silent.push(`${path}${key}`);
        walk(property, `${path}${key}.`);
      }
      for (const branch of at.anyOf ?? []) walk(branch, path);
      if (typeof at.additionalProperties === 'object') walk(at.additionalProperties, `${path}*.`);
    };
    walk(schema, '');
    expect(silent).toEqual([]);
  });

  it('knows the keys at every place', () => {
    expect(knownKeysAt([])).toContain('services');
    expect(knownKeysAt(['services', 'api'])).toContain('dockerfile');
    expect(knownKeysAt(['services', 'api', 'smoke'])).toContain('timeout');
    expect(knownKeysAt(['lint', 'ignore', 0])).toContain('reason');
    expect(knownKeysAt(['kits', 'x'])).toEqual([]);
  });
});
