import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lintDockerfile } from '../../../src/dockerfile/lint.js';
import { assume } from '../../../src/dockerfile/scaffold/assume.js';
import { basesOf, runtimesOf } from '../../../src/dockerfile/scaffold/bases.js';
import {
  type ScaffoldFile,
  scaffold,
  type ScaffoldOptions,
} from '../../../src/dockerfile/scaffold/scaffold.js';
import { STACK_IDS } from '../../../src/dockerfile/scaffold/stacks.js';
import { ALL_VARIANTS, PINS, standardOptions, textOf } from './variants.js';

describe('every stack on every runtime', () => {
  it.for(ALL_VARIANTS)('$stack on $runtime lints clean, every rule counted', ({ stack, runtime }) => {
    const files = scaffold(assume(stack, ''), { ...standardOptions, runtime });
    const { findings } = lintDockerfile(textOf(files, 'Dockerfile'), {
      dockerignore: textOf(files, '.dockerignore'),
      constitutionalHash: 'cdd01ef066bc6cf2',
    });
    expect(findings).toEqual([]);
  });
  it.for(ALL_VARIANTS)(
    '$stack on $runtime: user, port, exec form, labels, no frontend from outside',
    ({ stack, runtime }) => {
      const detected = assume(stack, '');
      const text = textOf(scaffold(detected, { ...standardOptions, runtime }), 'Dockerfile');
      const [, shipped = ''] = /[^]*\n(FROM [^]*)$/.exec(`\n${text}`) ?? [];
      expect(shipped).toContain(`FROM ${basesOf(detected, runtime).run}@${PINS}`);
      expect(shipped).toMatch(/^USER 1000:1000$/m);
      expect(shipped).toMatch(/^EXPOSE 8080$/m);
      expect(shipped).toMatch(/^HEALTHCHECK (?:NONE|.* CMD \[".*"\])$/m);
      expect(shipped).toMatch(/^ENTRYPOINT \[".*"\]$/m);
      expect(shipped).toContain('io.acgs.constitutional-hash=cdd01ef066bc6cf2');
      expect(shipped).not.toMatch(/--chown/);
      expect(text).not.toMatch(/^# syntax=/);
      expect(text).not.toMatch(/\n\n\n|\n$^\n/);
    },
  );
  it('covers all stacks', () => {
    expect(new Set(ALL_VARIANTS.map(({ stack }) => stack))).toEqual(new Set(STACK_IDS));
  });
});

describe('scaffold', () => {
  const node = assume('node-npm', '');
  const made = (options: Partial<ScaffoldOptions>): readonly ScaffoldFile[] =>
    scaffold(node, { ...standardOptions, ...options });

  it('names a base by its tag alone where its digest is not known', () => {
    expect(textOf(made({ pins: new Map() }), 'Dockerfile')).toMatch(/^FROM node:24-slim AS build$/m);
  });
  it('a port has one source of truth', () => {
    const text = textOf(made({ port: 9000 }), 'Dockerfile');
    expect(text).toMatch(/^ {4}PORT=9000$/m);
    expect(text).toMatch(/^EXPOSE 9000$/m);
    expect(text).toContain('process.env.PORT');
    expect(text.match(/9000/g)).toHaveLength(2);
  });
  it('says why there is no health check', () => {
    expect(textOf(made({ health: 'none' }), 'Dockerfile')).toMatch(/^# Nothing tells.*\nHEALTHCHECK NONE$/m);
    const go = scaffold(assume('go', ''), { ...standardOptions, runtime: 'distroless' });
    expect(textOf(go, 'Dockerfile')).toMatch(/^# This base has no program.*\nHEALTHCHECK NONE$/m);
  });
  it('carries no hash where the configuration turns it off', () => {
    const files = made({ constitutionalHash: false, compose: true, probes: true });
    expect(files.map(({ text }) => text).join('')).not.toContain('constitutional-hash');
  });
  it('a runtime that the stack does not have is a usage error with those that it has', () => {
    expect(() => scaffold(assume('ruby', ''), { ...standardOptions, runtime: 'distroless' })).toThrow(
      expect.objectContaining({ code: 'usage/invalid', next: ['choose one with --runtime: slim'] }),
    );
    expect(runtimesOf(node)).toEqual(['slim', 'distroless', 'chainguard', 'hardened']);
  });
  it('a service in a workspace has an ignore file of its own, and is built from above', () => {
    const member = {
      ...node,
      folder: 'services/api',
      details: { ...node.details, isWorkspace: true, members: ['services/api'] },
    };
    const files = scaffold(member as typeof node, { ...standardOptions, compose: true });
    expect(files.map(({ path }) => path)).toEqual(['Dockerfile', 'Dockerfile.dockerignore', 'compose.yaml']);
    const compose = parse(textOf(files, 'compose.yaml')) as { services: Record<string, { build: object }> };
    expect(compose.services['api']?.build).toMatchObject({
      context: '../..',
      dockerfile: 'services/api/Dockerfile',
    });
  });
  it('refuses paths that could end a line or start an instruction', () => {
    const hostile = { ...node, details: { ...node.details, manifests: ['a b\nUSER root'] } };
    expect(() => scaffold(hostile as typeof node, standardOptions)).toThrow(
      expect.objectContaining({ code: 'template/unsafe-value' }),
    );
  });
});

describe('compose.yaml and probes.yaml', () => {
  const files = scaffold(assume('node-npm', ''), { ...standardOptions, compose: true, probes: true });
  it('compose runs the service as locked down as production', () => {
    expect(parse(textOf(files, 'compose.yaml'))).toEqual({
      services: {
        api: {
          build: { context: '.' },
          labels: { 'io.acgs.constitutional-hash': 'cdd01ef066bc6cf2' },
          user: '1000:1000',
          init: true,
          read_only: true,
          cap_drop: ['ALL'],
          security_opt: ['no-new-privileges:true'],
          tmpfs: ['/tmp'],
          pids_limit: 512,
          ports: ['127.0.0.1:8080:8080'],
          restart: 'unless-stopped',
        },
      },
    });
  });
  it('probes ask the same path and port as the image', () => {
    expect(parse(textOf(files, 'probes.yaml'))).toMatchObject({
      ports: [{ containerPort: 8080 }],
      readinessProbe: { httpGet: { path: '/health', port: 'http' } },
      livenessProbe: { httpGet: { path: '/health', port: 'http' } },
      securityContext: { runAsUser: 1000, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    });
  });
});
