import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { provenance } from '../../src/actions/provenance.js';
import { digestOf } from '../../src/model/digest.js';
import { buildFacts } from '../provenance/build-facts.js';

const { source: _source, builderId: _builder, invocationId: _id, ...facts } = buildFacts;
const before = { ...process.env };
let output: string;

beforeEach(() => {
  output = mkdtempSync(join(tmpdir(), 'acgs-test-'));
  for (const name of ['GITHUB_ACTIONS', 'GITLAB_CI']) Reflect.deleteProperty(process.env, name);
});
afterEach(() => {
  rmSync(output, { recursive: true, force: true });
  process.env = { ...before };
});

describe('acgs provenance generate', () => {
  it('writes the statement whose digest it names, and says what a verifier should know', async () => {
    const source = { commit: 'a'.repeat(40), dirty: true, changed: ['x'], ignored: ['.env'] };
    const result = await provenance({ ...facts, buildArgs: { API_TOKEN: 'x' }, source, output });
    const text = readFileSync(join(output, 'provenance.json'), 'utf8');
    expect(digestOf(text)).toBe(result.file.digest);
    expect(result.subject).toBe(facts.index);
    expect(result.builderId).toBe('https://acgs.io/cli/builders/local/v1');
    expect(result.warnings.join('\n')).toMatch(
      /API_TOKEN looks like a secret[^]*has changes[^]*1 git-ignored/,
    );
    expect(text).toMatch(/"invocationId":"urn:uuid:/);
  });

  it('in a GitHub job is of another builder', async () => {
    process.env['GITHUB_ACTIONS'] = 'true';
    const source = { commit: 'a'.repeat(40), dirty: false, changed: [], ignored: [] };
    const { builderId } = await provenance({ ...facts, source });
    expect(builderId).toBe('https://acgs.io/cli/builders/github-actions-job/v1');
  });
});
