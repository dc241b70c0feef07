import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { knownKeysAt } from '../../src/config/known-keys.js';
import { parsePolicy } from '../../src/config/load-policy.js';
import { policyJsonSchema } from '../../src/config/policy-json-schema.js';

const page = readFileSync('docs/policy.md', 'utf8');
const schema = policyJsonSchema();

describe('docs/policy.md', () => {
  it('names every key', () => {
    const places = [[], ['signers', 'x'], ['signers', 'x', 'identity'], ['require', 0]];
    const keys = places.flatMap((place) => knownKeysAt(place, schema)).filter((key) => key !== '$schema');
    expect(keys.filter((key) => !page.includes(`\`${key}\``) && !page.includes(`\`${key}:`))).toEqual([]);
  });

  it('has an example that loads, with defaults applied', () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    expect(parsePolicy(example, 'policy.yaml')).toMatchObject({
      version: 1,
      require: [{ threshold: 2 }, { threshold: 1 }, { threshold: 1, maxAge: '7d' }],
    });
  });
});

describe('a policy', () => {
  it('asks for a signature where it says nothing', () => {
    expect(parsePolicy('{"version":1,"signers":{"a":{"key":"a.pub"}}}', 'p.json')).toMatchObject({
      require: [{ type: 'signature', threshold: 1 }],
    });
  });

  it.each([
    ['no version', 'signers: {a: {key: a.pub}}', 'version: is missing'],
    ['no signers', 'version: 1', 'signers: is missing'],
    [
      'a signer that nothing asks for',
      'version: 1\nsigners: {a: {key: a}, b: {key: b}}\nrequire: [{type: signature, signers: [a]}]',
      'signers.b: is asked for by no requirement',
    ],
    [
      'a claim that Fulcio does not know',
      'version: 1\nsigners: {a: {identity: {githubRepo: a/b, anyWorkflow: true, claims: {buildTriger: push}}}}',
      'did you mean "buildTrigger"?',
    ],
    [
      'a workflow without its repository',
      'version: 1\nsigners: {a: {identity: {certificateIdentity: a, certificateOidcIssuer: b, githubWorkflow: c}}}',
      'expected githubRepo beside githubWorkflow',
    ],
    [
      'a pattern of an image that could be anything',
      'version: 1\nsigners: {a: {key: a}}\nimages: ["**"]',
      'expected REGISTRY/REPOSITORY',
    ],
  ])('is refused with %s', (_what, text, message) => {
    expect(() => parsePolicy(text, 'policy.yaml')).toThrow(message);
  });
});
