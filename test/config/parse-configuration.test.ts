import { describe, expect, it } from 'vitest';
import { type Configuration } from '../../src/config/configuration.js';
import { parseConfiguration } from '../../src/config/load.js';
import { AcgsError } from '../../src/model/errors.js';

const place = { root: '/repo/project', repositoryRoot: '/repo', file: '/repo/project/acgs.yaml' };

function parse(text: string, acgsVersion = '1.2.3'): Configuration {
  return parseConfiguration(text, { ...place, name: 'acgs.yaml', acgsVersion });
}

function refusal(text: string, acgsVersion?: string): AcgsError {
  try {
    parse(text, acgsVersion);
  } catch (error) {
    if (error instanceof AcgsError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('defaults', () => {
  it('fills in everything that the design names', () => {
    const configuration = parse('version: 1\nservices:\n  api:\n');
    expect(configuration).toMatchObject({
      version: 1,
      project: 'project',
      namespace: 'project-system',
      constitutionalHash: 'cdd01ef066bc6cf2',
      registries: [],
      tags: undefined,
      lint: undefined,
      budgets: { build: '5m', scan: '1m', test: '3m' },
      scan: { failOn: ['HIGH', 'CRITICAL'], ignoreUnfixed: true, maxDbAge: '5d' },
      sbom: { formats: ['cyclonedx', 'spdx'] },
      kits: {},
    });
    expect(configuration.services).toEqual([
      {
        name: 'api',
        image: 'api',
        context: '.',
        dockerfile: 'Dockerfile',
        platforms: [],
        buildArgs: {},
        buildContexts: {},
        secrets: {},
        calls: [],
        expose: false,
        smoke: { env: {}, tmpfs: ['/tmp'], readOnly: true, timeout: '60s' },
      },
    ]);
  });

  it('reads every short form into its long one', () => {
    const { services } = parse(`
version: 1
services:
  api: { health: /health, metrics: 9090, smoke: false }
  web: { health: tcp, metrics: /m }
  job: { health: { ready: /r, live: /l }, metrics: false }
`);
    expect(services.map(({ health, metrics, smoke }) => [health, metrics, smoke === false])).toEqual([
      [{ ready: '/health', live: '/health' }, { path: '/metrics', port: 9090 }, true],
      ['tcp', { path: '/m' }, false],
      [{ ready: '/r', live: '/l' }, false, false],
    ]);
  });

  it('keeps numbers that are meant as text as they are written', () => {
    const configuration = parse(`
version: 1
edition: 2026.10
constitutionalHash: 0012345678901234567890
tags: [1.10, 'sha-{sha}']
services:
  api:
    target: 010
    buildArgs: { PYTHON: 3.10, DEBUG: true, PLAIN: text }
    smoke: { env: { PORT: 0x10 }, command: [1.50] }
`);
    expect(configuration.edition).toBe('2026.10');
    expect(configuration.constitutionalHash).toBe('0012345678901234567890');
    expect(configuration.tags).toEqual(['1.10', 'sha-{sha}']);
    expect(configuration.services[0]).toMatchObject({
      target: '010',
      buildArgs: { PYTHON: '3.10', DEBUG: 'true', PLAIN: 'text' },
      smoke: { env: { PORT: '0x10' }, command: ['1.50'] },
    });
  });

  it('takes registry as one of registries, and false for the hash', () => {
    expect(parse('version: 1\nregistry: ghcr.io/acme\nconstitutionalHash: false\n')).toMatchObject({
      registries: ['ghcr.io/acme'],
      constitutionalHash: false,
    });
  });
});

describe('refusals', () => {
  it.each([
    [
      'version: 1\nprojekt: x\n',
      'config/unknown-key',
      2,
      1,
      'unknown key "projekt"; did you mean "project"?',
    ],
    [
      'version: 1\nservices:\n  api:\n    dockerFile: x\n',
      'config/unknown-key',
      4,
      5,
      'unknown key "dockerFile" in services.api; did you mean "dockerfile"?',
    ],
    [
      'version: 1\nservices:\n  api:\n    smoke:\n      timeuot: 5s\n',
      'config/unknown-key',
      5,
      7,
      'unknown key "timeuot" in services.api.smoke; did you mean "timeout"?',
    ],
    [
      'version: 1\nscan:\n  failOn: [HIGH, CRITCAL]\n',
      'config/invalid',
      3,
      18,
      'scan.failOn.1: expected one of UNKNOWN, LOW, MEDIUM, HIGH, CRITICAL, got "CRITCAL"',
    ],
    ['version: 2\n', 'config/invalid', 1, 10, 'version: expected 1, the only version there is, got 2'],
    ['project: x\n', 'config/invalid', 1, 1, 'version: is missing: write version: 1'],
    [
      'version: 1\nproject: [x]\n',
      'config/invalid',
      2,
      10,
      'project: expected lower-case letters, digits and "-", starting with a letter, at most 63 characters, got a list',
    ],
    [
      'version: 1\nservices:\n  policy_registry: {}\n',
      'config/invalid',
      3,
      3,
      'services.policy_registry: expected lower-case letters, digits and "-", starting with a letter, at most 63 characters, got "policy_registry"',
    ],
    [
      'version: 1\nservices:\n  api: { port: 70000 }\n',
      'config/invalid',
      3,
      16,
      'services.api.port: expected a port from 1 to 65535, got 70000',
    ],
    [
      'version: 1\nservices:\n  api: { smoke: yes }\n',
      'config/invalid',
      3,
      17,
      'services.api.smoke: expected settings, or false, got "yes"',
    ],
    [
      'version: 1\nservices:\n  api: { calls: [polcy, db:5432] }\n  policy: {}\n',
      'config/invalid',
      3,
      18,
      'services.api.calls.0: expected a service of this file or host:port, got "polcy"; did you mean "policy"?',
    ],
    [
      'version: 1\nservices:\n  api: { platforms: [linux] }\n',
      'config/invalid',
      3,
      22,
      'services.api.platforms.0: expected a platform such as linux/amd64 or linux/arm/v7, got "linux"',
    ],
    [
      'version: 1\nservices:\n  api: { image: ghcr.io/Acme/api:1 }\n',
      'config/invalid',
      3,
      17,
      'services.api.image: expected a repository such as acme/api: lower case, no registry, no tag, got "ghcr.io/Acme/api:1"',
    ],
    [
      'version: 1\ntags: ["{versoin}"]\n',
      'config/invalid',
      2,
      8,
      'tags.0: expected a tag of letters, digits, "_", "." and "-", with the fields {version} {major} {minor} {sha} {branch}, got "{versoin}"',
    ],
    [
      'version: 1\nbudgets: { build: 5 }\n',
      'config/invalid',
      2,
      19,
      'budgets.build: expected a duration such as 30s, 5m, 12h or 5d, got 5',
    ],
    [
      'version: 1\nregistry: ghcr.io/a\nregistries: [ghcr.io/b]\n',
      'config/invalid',
      2,
      11,
      'registry: expected registry or registries, got both',
    ],
    [
      'version: 1\nregistry: acme\n',
      'config/invalid',
      2,
      11,
      'registry: expected a registry that starts with a host name, such as ghcr.io/acme or docker.io/acme, got "acme"',
    ],
    [
      'version: 1\nservices:\n  a: { image: x }\n  b: { image: x }\n',
      'config/invalid',
      4,
      15,
      'services.b.image: expected an image of its own, got "x", which is a\'s',
    ],
    [
      'version: 1\nverify: { identity: { certificateOidcIssuer: https://x } }\n',
      'config/invalid',
      2,
      21,
      'verify.identity: expected certificateIdentity or githubRepo: an issuer alone names nobody',
    ],
    [
      'version: 1\nverify: { identity: { githubRepo: a/b } }\n',
      'config/invalid',
      2,
      21,
      'verify.identity: expected githubWorkflow beside githubRepo',
    ],
    [
      'version: 1\nverify: { identity: { certificateIdentity: me } }\n',
      'config/invalid',
      2,
      21,
      'verify.identity: expected certificateOidcIssuer beside certificateIdentity',
    ],
    ['- a\n', 'config/invalid', 1, 1, 'expected keys with values, got a list'],
  ])('%j', (text, code, line, column, message) => {
    expect(refusal(text)).toMatchObject({ code, exit: 2, file: 'acgs.yaml', line, column, message });
  });

  it('names the version that the file asks for', () => {
    const error = refusal('version: 1\nacgs: ^2.0\n', '1.2.3');
    expect(error.message).toBe('acgs: this file asks for acgs ^2.0, and this is acgs 1.2.3');
    expect(error).toMatchObject({
      code: 'config/invalid',
      line: 2,
      next: ['install acgs ^2.0', 'or change the range'],
    });
    expect(refusal('version: 1\nacgs: not a range\n').message).toContain('expected a semver range');
    expect(parse('version: 1\nacgs: ^1.2\n').acgs).toBe('^1.2');
    expect(parse('version: 1\nacgs: 1\n').acgs).toBe('1');
  });

  it('lists every problem, the first as the message', () => {
    const error = refusal('version: 1\nprojekt: x\nscan: { failon: [] }\n');
    expect(error.message).toBe('unknown key "projekt"; did you mean "project"? (and 1 more)');
    expect(error.output).toBe('acgs.yaml:3:9: unknown key "failon" in scan; did you mean "failOn"?');
  });

  it('refuses YAML that is more than data, or broken', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`),
    ].join('\n');
    for (const [text, expected] of [
      ['version: !!str 1\n', 'YAML tags are not allowed'],
      ['version: !!js/function x\n', 'tag'],
      ['version: 1\nversion: 1\n', 'unique'],
      ['version: [1\n', 'flow'],
      ['version: 1\n---\nversion: 1\n', 'multiple documents'],
      ['x: &x { project: a }\n<<: *x\nversion: 1\n', 'merge keys'],
      ['version: 1\n__proto__: { x: 1 }\n', '__proto__'],
      ['? [a]\n: 1\n', 'plain text'],
      ['version: *x\n', 'alias'],
      [bomb, 'alias'],
      [`version: 1\nx: ${'['.repeat(100)}${']'.repeat(100)}\n`, 'levels'],
      [`version: 1\nx: ${'['.repeat(20_000)}\n`, ''],
      [`version: 1\n#${'x'.repeat(300_000)}\n`, 'larger'],
    ] as const) {
      const error = refusal(text);
      expect(error.code).toBe('config/syntax');
      expect(error.message.toLowerCase()).toContain(expected.toLowerCase());
    }
  });

  it.each([
    ['context: ../..', 'context'],
    ['context: /etc', 'context'],
    ['context: ~/x', 'context'],
    ['dockerfile: ../../../Dockerfile', 'dockerfile'],
    ['buildContexts: { lib: ../../lib }', 'buildContexts.lib'],
    ['secrets: { npmrc: { file: /root/.npmrc } }', 'secrets.npmrc.file'],
  ])('a path outside the repository: %s', (line, key) => {
    const error = refusal(`version: 1\nservices:\n  api:\n    ${line}\n`);
    expect(error).toMatchObject({ code: 'config/invalid', line: 4 });
    expect(error.message).toContain(`services.api.${key}: expected a path inside the repository`);
  });

  it('allows a context beside the project, within the repository, and contexts that are no folders', () => {
    const text =
      'version: 1\nservices:\n  api:\n    context: ../shared\n    buildContexts: { base: "docker-image://x@sha256:0", src: "https://example.com/x.git" }\n';
    expect(parse(text).services[0]?.context).toBe('../shared');
  });
});
