import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readHadolintConfig } from '../../src/dockerfile/hadolint-config.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { type LintFinding } from '../../src/dockerfile/lint-result.js';
import { planFile } from '../../src/kits/plan-file.js';
import { platformFor, rendered } from './acgs2.js';
import { DOCKERFILE_OF_THE_PLAN } from './docker-plan.js';

const platform = platformFor();
const KIT = 'docker-standard';

function lint(
  text: string,
  files: Readonly<Record<string, string>>,
  dockerignore?: string,
): readonly LintFinding[] {
  const { options } = readHadolintConfig(parse(files['.hadolint.yaml']!));
  return lintDockerfile(text, {
    ...options,
    constitutionalHash: 'cdd01ef066bc6cf2',
    ...(dockerignore === undefined ? {} : { dockerignore }),
  }).findings;
}

describe('kit docker-standard', () => {
  it('makes a Dockerfile and an ignore file for each service, and they lint clean by its own configuration', async () => {
    const files = await rendered(KIT);
    for (const { context, port } of platform.services) {
      const dockerfile = files[`${context}/Dockerfile`]!;
      expect(lint(dockerfile, files, files[`${context}/.dockerignore`]!), context).toEqual([]);
      expect(dockerfile).toMatch(/^# acgs: kit=docker-standard@1\.0\.0 mode=seed constitutional-hash=/);
      expect(dockerfile).toMatch(new RegExp(`^EXPOSE ${port}$`, 'm'));
      expect(dockerfile).toMatch(/^USER 1000:1000$/m);
    }
    expect(Object.keys(files)).toHaveLength(2 * platform.services.length + 2);
  });

  it('takes stack, runtime, command and requirements from the answers', async () => {
    const files = await rendered(KIT, {
      stacks: { audit: 'go', 'search-platform': 'node-npm' },
      runtimes: { 'search-platform': 'distroless' },
      commands: { 'agent-bus': ['uvicorn', 'app.main:app'] },
      requirements: { 'agent-bus': 'requirements.lock' },
    });
    expect(files['services/audit_service/Dockerfile']).toContain('FROM golang:');
    expect(files['services/integration/search_platform/Dockerfile']).toContain('gcr.io/distroless/nodejs');
    const bus = files['enhanced_agent_bus/Dockerfile']!;
    expect(bus).toContain('ENTRYPOINT ["python"]\nCMD ["-m", "uvicorn", "app.main:app"]');
    expect(bus).toContain('--require-hashes');
    expect(bus).toContain('source=requirements.lock');
  });

  it('asks a service for what acgs.yaml says of its health', async () => {
    const files = await rendered(KIT);
    expect(files['services/audit_service/Dockerfile']).toMatch(/^HEALTHCHECK .*\/health\/ready/m);
    expect(files['services/integration/search_platform/Dockerfile']).toMatch(
      /^HEALTHCHECK .*create_connection/m,
    );
  });

  it('refuses answers of a service that there is not, and a context above acgs.yaml', async () => {
    await expect(rendered(KIT, { stacks: { nobody: 'go' } })).rejects.toMatchObject({
      code: 'config/invalid',
    });
    const services = platform.services.map((one) => ({ ...one, context: `../${one.name}` }));
    await expect(rendered(KIT, {}, { ...platform, services })).rejects.toMatchObject({ code: 'kit/outside' });
  });

  it('writes no command that an answer could end', async () => {
    const hostile = await rendered(KIT, { commands: { audit: ['sh', '-c', '"; rm -rf /; $(id) #'] } });
    expect(hostile['services/audit_service/Dockerfile']).toContain(
      'ENTRYPOINT ["sh"]\nCMD ["-c", "\\"; rm -rf /; $(id) #"]\n',
    );
    for (const value of ['a\nRUN id', 'a\u0000'])
      await expect(rendered(KIT, { commands: { audit: [value] } })).rejects.toMatchObject({
        code: 'config/invalid',
      });
    await expect(rendered(KIT, { requirements: { audit: '../x' } })).rejects.toMatchObject({
      code: 'config/invalid',
    });
  });

  it('gives each of several services in one context an ignore file of its own', async () => {
    const services = platform.services.map((one) => ({
      ...one,
      context: '.',
      dockerfile: `docker/${one.name}.Dockerfile`,
    }));
    const files = await rendered(KIT, {}, { ...platform, services });
    expect(files['docker/audit.Dockerfile']).toBeDefined();
    expect(files['docker/audit.Dockerfile.dockerignore']).toBeDefined();
    expect(files['.dockerignore']).toBeUndefined();
  });

  it('leaves a Dockerfile alone that is there already', async () => {
    const text = (await rendered(KIT))['enhanced_agent_bus/Dockerfile']!;
    const plan = planFile({
      rendered: {
        path: 'enhanced_agent_bus/Dockerfile',
        text,
        mode: 'seed',
        format: 'dockerfile',
        executable: false,
      },
      kit: { name: KIT, version: '1.0.0', answers: '' },
      locked: undefined,
      current: 'FROM scratch\n',
      baseOf: () => {
        throw new Error('not asked for');
      },
      conflict: 'refuse',
    });
    expect(plan).toMatchObject({ action: 'adopt', after: 'FROM scratch\n' });
  });

  it('refuses the form of the plan', async () => {
    const found = lint(DOCKERFILE_OF_THE_PLAN, await rendered(KIT)).map(({ code }) => code);
    // a base by tag, a user by name, a port that nothing sets, a shell form, a program that is not there
    expect(found).toEqual(expect.arrayContaining(['ACGS1001', 'DL3066', 'ACGS1409', 'DL3025', 'ACGS1401']));
  });
});
