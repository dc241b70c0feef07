import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openImage } from '../../src/actions/open-image.js';
import { verificationPolicy } from '../../src/actions/verification-policy.js';
import { verifyImage } from '../../src/actions/verify.js';
import { knownKeysAt } from '../../src/config/known-keys.js';
import { policyJsonSchema } from '../../src/config/policy-json-schema.js';
import { AcgsError } from '../../src/model/errors.js';
import { ISSUER, SUBJECT } from '../verification/virtual-ca.js';
import { CLAIMS, PolicyWorld } from './policy-world.js';
import { type TestImage } from './test-image.js';

let world: PolicyWorld;
let image: TestImage;

beforeAll(async () => {
  world = await PolicyWorld.start();
  image = await world.putImage('full');
  await world.sign('full', { recursive: true, logged: true });
  await world.putImage('index-only');
  await world.sign('index-only', { recursive: false, logged: true });
  await world.putImage('unlogged');
  await world.sign('unlogged', { recursive: true, logged: false });
  const broken = await world.putImage('no-layer');
  await world.sign('no-layer', { recursive: true, logged: true });
  world.registry.blobs.delete(broken.platforms[0]?.layer ?? '');
});
afterAll(async () => {
  await world.stop();
});

type Json = string | number | boolean | Json[] | { [key: string]: Json };
type Policy = { [key: string]: Json };

/** A policy that uses every key that only makes sense when it is met; `full` meets it. */
const full = (): Policy => ({
  version: 1,
  images: [`${world.registry.host}/acme/*`],
  deniedDigests: [`sha256:${'0'.repeat(64)}`],
  signers: {
    release: { key: 'cosign.pub' },
    workflow: {
      identity: { certificateIdentity: SUBJECT, certificateOidcIssuer: ISSUER, claims: { ...CLAIMS } },
    },
    patterns: {
      identity: { certificateIdentityRegexp: `https://github\\.com/.+`, certificateOidcIssuerRegexp: ISSUER },
    },
    github: {
      identity: {
        githubRepo: 'acme/api',
        githubWorkflow: 'release.yml',
        githubRef: 'refs/tags/v1.2.3',
        githubSha: 'abc123',
        githubTrigger: 'push',
      },
    },
    any: { identity: { githubRepo: 'acme/api', anyWorkflow: true } },
  },
  require: [
    { type: 'signature', signers: ['release', 'workflow'], threshold: 2, maxAge: '99999d' },
    { type: 'vuln', signers: ['release', 'workflow'], threshold: 1, maxAge: '99999d' },
    { type: 'signature', signers: ['patterns'] },
    { type: 'signature', signers: ['github'] },
    { type: 'signature', signers: ['any'] },
  ],
  annotations: { env: 'prod' },
  maxAge: '99999d',
  requireTlog: true,
  recursive: true,
  deep: true,
  trustedRoot: 'root.json',
});

/** `verified`, or the code of the refusal. */
async function outcome(policy: Policy, name = 'full'): Promise<string> {
  const file = world.file('policy.json');
  writeFileSync(file, JSON.stringify(policy));
  try {
    const result = await verifyImage(await openImage(world.reference(name)), await verificationPolicy(file));
    return result.verified ? 'verified' : (result.failure?.code ?? 'no reason');
  } catch (error) {
    if (error instanceof AcgsError) return error.code;
    throw error;
  }
}

/** The policy with one value replaced; `undefined` takes the key out. */
function bent(path: string, value: Json | undefined): Policy {
  const policy = structuredClone(full());
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at: Json = policy;
  for (const key of keys) at = (at as { [key: string]: Json })[key] ?? {};
  if (value === undefined) Reflect.deleteProperty(at as object, last);
  else (at as { [key: string]: Json })[last] = value;
  return policy;
}

const MUTATIONS: readonly (readonly [string, string, Json])[] = [
  ['config/invalid', 'version', 2],
  ['verify/not-covered', 'images', ['ghcr.io/acme/*']],
  ['verify/failed', 'signers.release.key', 'other.pub'],
  [
    'verify/failed',
    'signers.release',
    { identity: { certificateIdentity: 'a', certificateOidcIssuer: 'b' } },
  ],
  ['verify/failed', 'signers.workflow.identity.certificateIdentity', `${SUBJECT}0`],
  ['verify/failed', 'signers.workflow.identity.certificateOidcIssuer', `${ISSUER}/evil`],
  ['verify/failed', 'signers.patterns.identity.certificateIdentityRegexp', 'github\\.com'],
  ['verify/failed', 'signers.patterns.identity.certificateOidcIssuerRegexp', 'https://token'],
  ['verify/failed', 'signers.github.identity.githubRepo', 'acme/ap'],
  ['verify/failed', 'signers.github.identity.githubWorkflow', 'other.yml'],
  ['verify/failed', 'signers.github.identity.githubRef', 'refs/tags/v1.2'],
  ['verify/failed', 'signers.github.identity.githubSha', 'abc124'],
  ['verify/failed', 'signers.github.identity.githubTrigger', 'pull_request_target'],
  ['config/invalid', 'signers.any.identity.anyWorkflow', false],
  ['verify/failed', 'signers.any.identity.githubRepo', 'acme/web'],
  ['verify/failed', 'require.0.type', 'cyclonedx'],
  ['verify/failed', 'require.1.signers', ['release']],
  ['verify/failed', 'require.1.threshold', 2],
  ['verify/failed', 'require.1.maxAge', '1d'],
  ['verify/failed', 'annotations.env', 'dev'],
  ['verify/failed', 'maxAge', '1d'],
  ['verify/failed', 'trustedRoot', 'other-root.json'],
];

describe('a policy file', () => {
  it('lets pass what meets all of it', async () => {
    expect(await outcome(full())).toBe('verified');
  });

  it.each(MUTATIONS)('%s where %s is another', async (code, path, value) => {
    expect(await outcome(bent(path, value))).toBe(code);
  });

  it.each(Object.keys(CLAIMS))('is not met where the claim %s is another', async (claim) => {
    const path = `signers.workflow.identity.claims.${claim}`;
    expect(await outcome(bent(path, 'other'))).toBe('verify/failed');
    expect(await outcome(bent(path, { regexp: 'o.*' }))).toBe('verify/failed');
    expect(await outcome(bent(path, { regexp: '.*' }))).toBe('verified');
  });

  it('refuses a denied image, and one with a denied platform', async () => {
    expect(await outcome(bent('deniedDigests', [image.index]))).toBe('verify/denied');
    expect(await outcome(bent('deniedDigests', [image.platforms[1]?.manifest ?? '']))).toBe('verify/denied');
  });

  it.each([
    ['recursive', 'index-only', 'verify/failed'],
    ['requireTlog', 'unlogged', 'verify/failed'],
    ['deep', 'no-layer', 'registry/not-found'],
  ])('%s is what refuses %s', async (key, name, code) => {
    // A signature that is in no log has no time either.
    const base = (policy: Policy): Policy => ({
      ...policy,
      require: [{ type: 'signature', signers: ['release'] }],
      signers: { release: { key: 'cosign.pub' } },
    });
    const { maxAge: _maxAge, ...ageless } = base(full());
    expect(await outcome(ageless, name)).toBe(code);
    const { [key]: _key, ...without } = ageless;
    expect(await outcome(without, name)).toBe('verified');
  });

  // A key that nothing here bends could be ignored without a test that notices (CVE-2026-48815).
  it('has no key that these tests do not bend', () => {
    const known = (...path: (string | number)[]): string[] => [...knownKeysAt(path, policyJsonSchema())];
    const keys = [
      ...known(),
      ...known('signers', 'x'),
      ...known('signers', 'x', 'identity'),
      ...known('require', 0),
    ];
    const tested = new Set([
      ...MUTATIONS.flatMap(([, path]) => path.split('.')),
      ...['deniedDigests', 'recursive', 'requireTlog', 'deep', 'claims', '$schema'],
    ]);
    expect(keys.filter((key) => !tested.has(key))).toEqual([]);
    expect(known('signers', 'x', 'identity', 'claims').toSorted()).toEqual(Object.keys(CLAIMS).toSorted());
  });

  it.each([
    ['config/unknown-key', { trustedRoots: 'root.json' }],
    ['config/invalid', { signers: {} }],
    ['config/invalid', { signers: { a: {} } }],
    ['config/invalid', { signers: { a: { key: 'cosign.pub', identity: { githubRepo: 'a/b' } } } }],
    ['config/invalid', { signers: { a: { identity: { githubRepo: 'a/b' } } } }],
    ['config/invalid', { signers: { a: { identity: { certificateIdentity: 'x' } } } }],
    ['config/invalid', { signers: { a: { identity: { claims: { buildTrigger: 'push' } } } } }],
    ['config/unknown-key', { signers: { a: { key: 'cosign.pub', ident: 'x' } } }],
    ['config/invalid', { require: [] }],
    ['config/invalid', { require: [{ type: 'signature', signers: ['nobody'] }] }],
    ['config/invalid', { require: [{ type: 'signature', threshold: 6 }] }],
    ['config/invalid', { require: [{ type: 'signature', threshold: 0 }] }],
    ['config/invalid', { require: [{ type: 'signature', signers: ['release'] }] }],
    ['usage/invalid', { require: [{ type: 'sbom' }] }],
    ['config/invalid', { require: [{ type: 'signature,vuln' }] }],
    ['config/invalid', { maxAge: 'old' }],
    ['config/invalid', { recursive: false }],
    ['source/not-found', { trustedRoot: 'none.json' }],
    ['config/invalid', { deniedDigests: ['sha256:ABC'] }],
    ['config/invalid', { images: [] }],
  ])('ends with %s for %j', async (code, wrong) => {
    expect(await outcome({ ...full(), ...wrong })).toBe(code);
  });

  it('names the place and the nearest key', async () => {
    writeFileSync(world.file('slip.yaml'), 'version: 1\nsigners:\n  a: {key: cosign.pub}\nmaxage: 1d\n');
    await expect(verificationPolicy(world.file('slip.yaml'))).rejects.toMatchObject({
      code: 'config/unknown-key',
      exit: 2,
      line: 4,
      message: expect.stringContaining('did you mean "maxAge"?'),
    });
    await expect(verificationPolicy(world.file('none.yaml'))).rejects.toMatchObject({
      code: 'source/not-found',
    });
  });
});

describe('n of m signers', () => {
  const asking = (signers: Policy, threshold: number): Policy => ({
    version: 1,
    signers,
    require: [{ type: 'signature', threshold }],
    trustedRoot: 'root.json',
  });
  const release = { key: 'cosign.pub' };
  const workflow = { identity: { certificateIdentity: SUBJECT, certificateOidcIssuer: ISSUER } };
  const pattern = { identity: { certificateIdentityRegexp: '.*', certificateOidcIssuerRegexp: '.*' } };
  const absent = { key: 'other.pub' };

  it('takes as many as asked for, whichever they are', async () => {
    expect(await outcome(asking({ release, workflow, absent }, 2))).toBe('verified');
    expect(await outcome(asking({ release, workflow, absent }, 3))).toBe('verify/failed');
  });

  it('never counts one person twice, however many signers match', async () => {
    expect(await outcome(asking({ workflow, pattern }, 1))).toBe('verified');
    expect(await outcome(asking({ workflow, pattern }, 2))).toBe('verify/failed');
    // The key stands for itself, whichever signer the workflow is counted for.
    expect(await outcome(asking({ pattern, workflow, release }, 2))).toBe('verified');
  });

  it('refuses the same key under two names', async () => {
    expect(await outcome(asking({ release, again: release }, 2))).toBe('config/invalid');
  });
});
