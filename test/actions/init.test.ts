import { readFileSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { init, type InitResult } from '../../src/actions/init.js';
import { formatInit } from '../../src/actions/init/format-init.js';
import { loadConfiguration } from '../../src/config/load.js';
import { assertServicesExist } from '../../src/config/paths.js';
import { Repository, repository, temporaryFolder } from '../source/repository.js';

const acgsVersion = '0.1.0';

const run = (made: Repository): Promise<InitResult> => init({ cwd: made.root, acgsVersion });

function withFiles(files: Readonly<Record<string, string>>): Repository {
  const made = repository([]);
  for (const [path, text] of Object.entries(files)) made.write(path, text);
  made.commit();
  return made;
}

const brief = (result: InitResult): unknown[] =>
  result.services.map(({ name, context, dockerfile, port }) => [name, context, dockerfile, port]);

const python = (port: string, copies: string): string =>
  `FROM python:3.13-slim AS build\nCOPY requirements*.txt ./\nFROM python:3.13-slim\n${copies}\nEXPOSE ${port}\n`;

/** The six services of the action plan: layout, names and ports as in docs of the platform; the text is our own. */
const PLATFORM = {
  'compose.yaml': `
services:
  rust-message-bus: { build: { context: enhanced_agent_bus/rust }, ports: ["8080:8080"] }
  deliberation-layer:
    build: { context: ./enhanced_agent_bus, dockerfile: deliberation_layer/Dockerfile }
    ports: ["18081:8081"]
  constraint-generation: { build: ./services/core/constraint_generation_system, ports: ["8082:8082"] }
  vector-search: { build: ./services/integration/search_platform, expose: [8083] }
  audit-ledger: { build: ./services/audit_service, ports: [{ target: 8084, published: "\${AUDIT:-8084}" }] }
  redis: { image: "redis:7" }
  remote: { build: "https://github.com/acme/x.git" }
  templated: { build: "\${SOMEWHERE}" }
`,
  'enhanced_agent_bus/rust/Dockerfile': 'FROM rust:1\nCOPY Cargo.toml src ./\n',
  'enhanced_agent_bus/rust/Cargo.toml': '',
  'enhanced_agent_bus/rust/src/main.rs': '',
  'enhanced_agent_bus/deliberation_layer/Dockerfile':
    'FROM python:3.13\nCOPY deliberation_layer /app\nCOPY shared.py /app/\n',
  'enhanced_agent_bus/deliberation_layer/dashboard.py': '',
  'enhanced_agent_bus/shared.py': '',
  'services/core/constraint_generation_system/Dockerfile': python('8082', 'COPY demo.py .'),
  'services/core/constraint_generation_system/demo.py': '',
  'services/integration/search_platform/Dockerfile': 'FROM python:3.13\nCOPY missing.py .\n',
  'services/audit_service/Dockerfile': 'FROM python:3.13\nCOPY . .\n',
  'services/policy_registry/Dockerfile':
    'ARG PORT=8000\nFROM python:3.13\nARG PORT\nENV PORT=$PORT\nCOPY services/policy_registry/app /app\nCOPY common /common\nEXPOSE ${PORT:-1}\nHEALTHCHECK CMD curl -f http://localhost:${PORT}/health/ready || exit 1\n',
  'services/policy_registry/app/main.py': '',
  'common/x.py': '',
  'services/policy_registry/node_modules/x/Dockerfile': 'FROM scratch\n',
  'services/policy_registry/Dockerfile.dev': 'FROM scratch\n',
  '.devcontainer/Dockerfile': 'FROM scratch\n',
};

describe('acgs init', () => {
  it('finds the six services of a platform with contexts, names and ports', async () => {
    const made = withFiles(PLATFORM);
    made.git('remote', 'add', 'origin', 'git@github.com:Acme/Platform.git');
    const result = await run(made);
    expect(result).toMatchObject({ written: true, file: 'acgs.yaml', missing: [], gone: [] });
    expect(brief(result)).toEqual([
      ['audit-ledger', 'services/audit_service', 'Dockerfile', 8084],
      ['constraint-generation', 'services/core/constraint_generation_system', 'Dockerfile', 8082],
      ['deliberation-layer', 'enhanced_agent_bus', 'deliberation_layer/Dockerfile', 8081],
      ['policy-registry', '.', 'services/policy_registry/Dockerfile', 8000],
      ['rust-message-bus', 'enhanced_agent_bus/rust', 'Dockerfile', 8080],
      ['vector-search', 'services/integration/search_platform', 'Dockerfile', 8083],
    ]);
    expect(result.services.find((service) => service.name === 'policy-registry')).toMatchObject({
      health: '/health/ready',
      from: 'COPY',
      incomplete: false,
    });
    expect(result.services.find((service) => service.name === 'vector-search')).toMatchObject({
      from: 'compose.yaml',
      incomplete: true,
    });
    expect(result.skipped).toEqual([
      { dockerfile: 'services/policy_registry/Dockerfile.dev', reason: 'a variant for dev' },
    ]);
    const text = readFileSync(join(made.root, 'acgs.yaml'), 'utf8');
    expect(text).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=https://acgs.io/cli/schemas/acgs.schema.json
      # What this repository releases. Every key: https://acgs.io/cli/docs/configuration
      version: 1
      project: platform

      # Where \`acgs release --push\` puts the images.
      # registry: ghcr.io/acme

      services:
        # as in compose.yaml
        audit-ledger:
          context: services/audit_service
          port: 8084

        # as in compose.yaml
        constraint-generation:
          context: services/core/constraint_generation_system
          port: 8082

        # as in compose.yaml
        deliberation-layer:
          context: enhanced_agent_bus
          dockerfile: deliberation_layer/Dockerfile
          port: 8081

        policy-registry:
          context: .
          dockerfile: services/policy_registry/Dockerfile
          port: 8000
          health: /health/ready

        # as in compose.yaml
        rust-message-bus:
          context: enhanced_agent_bus/rust
          port: 8080

        # as in compose.yaml
        # no folder holds everything that the Dockerfile copies: check the context
        vector-search:
          context: services/integration/search_platform
          port: 8083
      "
    `);
    const configuration = await loadConfiguration({ cwd: made.root, acgsVersion });
    expect(configuration.project).toBe('platform');
    await assertServicesExist(configuration);
  });

  it('never overwrites, and tells what is missing and what is gone', async () => {
    const made = withFiles({
      'api/Dockerfile': 'FROM scratch\n',
      'web/Dockerfile': 'FROM scratch\nEXPOSE 80/tcp\n',
    });
    await run(made);
    const before = readFileSync(join(made.root, 'acgs.yaml'), 'utf8');
    const again = await run(made);
    expect(again).toMatchObject({ written: false, missing: [], gone: [] });
    expect(formatInit(again)).toBe('acgs.yaml is complete: 2 services');
    made.write('new service/Dockerfile', 'FROM scratch\nEXPOSE 9000\n');
    rmSync(join(made.root, 'web/Dockerfile'));
    const later = await run(made);
    expect(later.missing.map((service) => service.name)).toEqual(['new-service']);
    expect(later.gone).toEqual([{ name: 'web', dockerfile: 'web/Dockerfile' }]);
    expect(later.paste).toBe('  new-service:\n    context: new service\n    port: 9000\n');
    expect(formatInit(later)).toContain('service web: there is no web/Dockerfile');
    expect(readFileSync(join(made.root, 'acgs.yaml'), 'utf8')).toBe(before);
  });

  it('writes the same bytes for the same repository, with or without git', async () => {
    const made = withFiles({
      Dockerfile: 'FROM scratch\n',
      'b/Dockerfile': 'FROM scratch\n',
      'a/Dockerfile': 'FROM scratch\n',
    });
    await run(made);
    const first = readFileSync(join(made.root, 'acgs.yaml'), 'utf8');
    rmSync(join(made.root, 'acgs.yaml'));
    rmSync(join(made.root, '.git'), { recursive: true });
    await run(made);
    expect(readFileSync(join(made.root, 'acgs.yaml'), 'utf8')).toBe(first);
  });

  it('gives every service its own name', async () => {
    const made = withFiles({
      'x/api/Dockerfile': 'FROM scratch\n',
      'y/api/Dockerfile': 'FROM scratch\n',
      'worker.Dockerfile': 'FROM scratch\n',
      'Dockerfile.cron': 'FROM scratch\n',
      'shop/docker/Dockerfile': 'FROM scratch\n',
      '2048/Dockerfile': 'FROM scratch\n',
      'ÜBER_x/Dockerfile': 'FROM scratch\n',
      '$(touch pwned)/Dockerfile': 'FROM scratch\n',
    });
    const names = (await run(made)).services.map((service) => service.name);
    expect(names).toEqual([
      'cron',
      'service-2048',
      'shop',
      'touch-pwned',
      'uber-x',
      'worker',
      'x-api',
      'y-api',
    ]);
    const configuration = await loadConfiguration({ cwd: made.root, acgsVersion });
    await assertServicesExist(configuration);
  });

  it('reads bake files, JSON and HCL, groups and inheritance', async () => {
    const targets = {
      _common: { args: { PY: '3.13' }, platforms: ['linux/amd64', 'linux/arm64'] },
      api: { inherits: ['_common'], context: 'api', target: 'run', args: { X: 'y' } },
      lint: { context: 'api', target: 'lint' },
    };
    const dockerfile = 'FROM scratch AS run\nEXPOSE 1234\nFROM scratch AS lint\n';
    const json = withFiles({
      'docker-bake.json': JSON.stringify({ group: { default: { targets: ['api'] } }, target: targets }),
      'api/Dockerfile': dockerfile,
    });
    const hcl = withFiles({
      'docker-bake.hcl': `
variable "TAG" { default = "latest" }
function "f" { params = [x] result = "\${x}-1" }
group "default" { targets = ["api", "odd"] }
# comment
target "_common" {
  args = { PY = "3.13" }
  platforms = [
    "linux/amd64",
    "linux/arm64", // both
  ]
}
target "api" {
  inherits = ["_common"]
  context = "api"
  target = "run"
  args = { X = "y", T = "\${TAG}", Z = f("a, }") }
  tags = ["x:\${TAG}"]
}
target "odd" { context = f("api") == 1 ? "a" : "b" }
target "lint" { context = "api" 
 target = "lint" }
`,
      'api/Dockerfile': dockerfile,
    });
    for (const [made, from] of [
      [json, 'docker-bake.json'],
      [hcl, 'docker-bake.hcl'],
    ] as const)
      expect((await run(made)).services).toEqual([
        {
          name: 'api',
          context: 'api',
          dockerfile: 'Dockerfile',
          target: 'run',
          buildArgs: { PY: '3.13', X: 'y' },
          platforms: ['linux/amd64', 'linux/arm64'],
          port: 1234,
          from,
          incomplete: false,
        },
      ]);
  });

  it('leaves alone what compose names outside of the repository', async () => {
    const made = withFiles({
      'app/compose.yaml': 'services: { evil: { build: ../.. }, root: { build: / }, own: { build: . } }\n',
      'app/Dockerfile': 'FROM scratch\n',
    });
    expect(brief(await run(made))).toEqual([['own', 'app', 'Dockerfile', undefined]]);
  });

  it('works in a subfolder whose Dockerfile copies from the top of the repository', async () => {
    const made = withFiles({ 'shared/x': '', 'services/api/Dockerfile': 'FROM scratch\nCOPY shared /x\n' });
    const result = await init({ cwd: join(made.root, 'services/api'), acgsVersion });
    expect(brief(result)).toEqual([['api', '../..', 'services/api/Dockerfile', undefined]]);
    await loadConfiguration({ cwd: join(made.root, 'services/api'), acgsVersion });
  });

  it('honours .gitignore before the first commit', async () => {
    const made = new Repository(temporaryFolder());
    made.git('init', '--quiet');
    made.write('.gitignore', 'build\n');
    made.write('build/Dockerfile', 'FROM scratch\n');
    made.write('api/Dockerfile', 'FROM scratch\n');
    expect(brief(await run(made))).toEqual([['api', 'api', 'Dockerfile', undefined]]);
  });

  it('writes where --config says, and never two at once', async () => {
    const made = withFiles({ 'app/api/Dockerfile': 'FROM scratch\n' });
    const call = { cwd: made.root, acgsVersion, file: 'app/release.yaml' };
    expect(await init(call)).toMatchObject({ written: true, file: 'release.yaml' });
    expect(await init(call)).toMatchObject({ written: false, missing: [], gone: [] });
    expect(readFileSync(join(made.root, 'app/release.yaml'), 'utf8')).toContain('context: api\n');
    rmSync(join(made.root, 'app/release.yaml'));
    const both = await Promise.allSettled([init(call), init(call)]);
    expect(both.filter((result) => result.status === 'fulfilled' && result.value.written)).toHaveLength(1);
  });

  it('refuses a folder without a Dockerfile, and an acgs.yaml that it cannot read', async () => {
    await expect(init({ cwd: temporaryFolder(), acgsVersion })).rejects.toMatchObject({
      code: 'source/not-found',
      exit: 2,
    });
    const made = withFiles({ Dockerfile: 'FROM scratch\n' });
    writeFileSync(join(made.root, 'acgs.yaml'), 'nonsense: 1\n');
    await expect(run(made)).rejects.toMatchObject({ code: 'config/unknown-key' });
    expect(readFileSync(join(made.root, 'acgs.yaml'), 'utf8')).toBe('nonsense: 1\n');
  });

  it('survives files that are no compose and no bake', async () => {
    const made = withFiles({
      'compose.yaml': '{{ template }}: [',
      'docker-bake.json': '{',
      'docker-bake.hcl': 'target "a" { [[[ "',
      Dockerfile: 'FROM scratch\n',
    });
    expect((await run(made)).services).toHaveLength(1);
  });
});
