import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../../../src/actions/build.js';
import { smoke } from '../../../src/actions/smoke.js';
import { smokeOwner } from '../../../src/image/smoke/owner.js';
import { type SmokeSettings } from '../../../src/image/smoke/settings.js';
import { type SmokeOutcome } from '../../../src/image/smoke/smoke-test.js';
import { sweepForgotten } from '../../../src/image/smoke/sweep.js';
import { type ImageArtifact } from '../../../src/model/evidence.js';
import { Engine } from '../../../src/system/docker.js';
import { digestOf } from '../../../src/model/digest.js';
import { bench } from '../../bench/bench.js';
import { runOk } from '../../bench/run.js';
import { type Scratch, scratchFolder } from '../../bench/scratch.js';
import { BUSYBOX, serviceOptions, useBenchEngine } from '../bench-images.js';

const standard: SmokeSettings = { env: {}, tmpfs: ['/tmp'], readOnly: true, timeoutMs: 20_000 };

describe('smoke', () => {
  let scratch: Scratch;
  beforeAll(useBenchEngine);
  beforeEach(() => {
    scratch = scratchFolder();
  });
  afterEach(() => {
    scratch.remove();
  });
  // Whatever happened in a test: no container and no image of ours is left.
  afterAll(async () => {
    expect(await leftovers()).toEqual([]);
  });

  const artifactOf = async (...lines: readonly string[]): Promise<ImageArtifact> =>
    (await build(serviceOptions(scratch.folder, [`FROM ${BUSYBOX}`, ...lines, ''].join('\n')))).artifact;
  const smoked = async (
    artifact: ImageArtifact,
    settings: Partial<SmokeSettings> = {},
    signal?: AbortSignal,
  ): Promise<SmokeOutcome> =>
    await smoke({
      artifact,
      root: scratch.folder,
      platform: artifact.platforms[0]!.platform,
      settings: { ...standard, ...settings },
      ...(signal === undefined ? {} : { signal }),
    });

  it('passes a healthy service quickly, however long its own interval is', async () => {
    const artifact = await artifactOf('HEALTHCHECK --interval=30s CMD ["true"]', 'CMD ["sleep", "60"]');
    const outcome = await smoked(artifact);
    expect(outcome).toMatchObject({ status: 'passed', observed: 'healthy', warnings: [] });
    expect(outcome.status === 'passed' && outcome.durationMs).toBeLessThan(15_000);
    expect(await leftovers()).toEqual([]);
  });

  it('runs it as production would', async () => {
    const artifact = await artifactOf(
      'RUN mkdir -p /etc && echo "app:x:65532:65532::/:/bin/sh" >> /etc/passwd',
      'USER 65532:65532',
      'HEALTHCHECK CMD ["test", "-f", "/tmp/seen"]',
      `CMD ["sh", "-c", "grep -q 'CapEff:.0000000000000000' /proc/self/status && grep -q 'NoNewPrivs:.1' /proc/self/status && ! touch /srv-x 2>/dev/null && test \\"$GREETING\\" = 'hello, world' && echo ok > /tmp/seen; sleep 60"]`,
    );
    const outcome = await smoked(artifact, { env: { GREETING: 'hello, world' } });
    expect(outcome).toMatchObject({ status: 'passed', observed: 'healthy' });
  });

  it('fails with the output of the probe and the end of the log', async () => {
    const artifact = await artifactOf(
      'HEALTHCHECK --interval=1s --retries=2 CMD echo "database is down"; exit 1',
      'CMD ["sh", "-c", "echo listening; sleep 60"]',
    );
    await expect(smoked(artifact)).rejects.toMatchObject({
      code: 'smoke/unhealthy',
      exit: 1,
      message: expect.stringMatching(
        /^the container is not healthy after \d+ s: its health check ended with exit code 1$/,
      ),
      output: expect.stringMatching(/database is down[\s\S]*listening/),
    });
  });

  it.each([
    ['shell form', 'HEALTHCHECK CMD curl -f http://localhost:8080/health'],
    ['exec form', 'HEALTHCHECK CMD ["curl", "-f", "http://localhost:8080/health"]'],
  ])(
    'catches a health check (%s) that calls a program the image lacks, without waiting',
    async (_form, check) => {
      const started = Date.now();
      const artifact = await artifactOf(check, 'CMD ["sleep", "60"]');
      await expect(smoked(artifact, { timeoutMs: 60_000 })).rejects.toMatchObject({
        code: 'smoke/unhealthy',
        message:
          'the HEALTHCHECK calls "curl", which the image does not have: curl -f http://localhost:8080/health',
        next: expect.arrayContaining([expect.stringContaining('own runtime')]),
      });
      expect(Date.now() - started).toBeLessThan(30_000);
    },
  );

  it('names the path that a read-only root refused, and the key that allows it', async () => {
    const artifact = await artifactOf('CMD mkdir /data && echo x > /data/x && sleep 60');
    await expect(smoked(artifact)).rejects.toMatchObject({
      code: 'smoke/unhealthy',
      message: expect.stringContaining('it writes /data'),
      next: [expect.stringContaining('smoke.tmpfs'), expect.stringContaining('smoke.readOnly: false')],
    });
    const writable = await smoked(artifact, { readOnly: false });
    expect(writable).toMatchObject({ status: 'passed', observed: 'running' });
  });

  it('lets a job end with 0, and fails one that does not', async () => {
    const done = await artifactOf('CMD ["true"]');
    expect(await smoked(done)).toMatchObject({
      status: 'passed',
      observed: 'exit0',
      warnings: [expect.stringContaining('no HEALTHCHECK')],
    });
    expect(await smoked(done, { expect: 'exit0' })).toMatchObject({ observed: 'exit0', warnings: [] });
    await expect(smoked(done, { expect: 'running' })).rejects.toMatchObject({ code: 'smoke/unhealthy' });
    const broken = await artifactOf('CMD echo "no such table"; exit 3');
    await expect(smoked(broken, { expect: 'exit0' })).rejects.toMatchObject({
      message: 'the container ended with exit code 3',
      output: 'no such table',
    });
    await expect(
      smoked(await artifactOf('CMD sleep 60'), { expect: 'exit0', timeoutMs: 2_000 }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('did not end within 2 s'),
    });
  });

  it('wants a service without a HEALTHCHECK to stay up, and warns', async () => {
    const outcome = await smoked(await artifactOf('CMD ["sleep", "60"]'));
    expect(outcome).toMatchObject({
      status: 'passed',
      observed: 'running',
      warnings: [expect.stringContaining('HEALTHCHECK')],
    });
    expect(outcome.status === 'passed' && outcome.durationMs).toBeGreaterThanOrEqual(5_000);
  });

  it('asks over HTTP where a path is configured', async () => {
    const artifact = await artifactOf(
      'RUN mkdir /www && echo fine > /www/ready && chmod -R a+rX /www',
      'CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]',
    );
    const found = await smoked(artifact, { probe: { port: 8080, path: '/ready' } });
    expect(found).toMatchObject({ status: 'passed', warnings: [] });
    await expect(
      smoked(artifact, { probe: { port: 8080, path: '/gone' }, timeoutMs: 6_000 }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('GET /gone answered 404'),
    });
    await expect(smoked(artifact, { probe: { port: 9999 }, timeoutMs: 6_000 })).rejects.toMatchObject({
      code: 'smoke/unhealthy',
      message: expect.stringContaining('does not answer'),
    });
  });

  it('names a command that the image does not have', async () => {
    await expect(smoked(await artifactOf('CMD ["gunicorn"]'))).rejects.toMatchObject({
      code: 'smoke/unhealthy',
      message: 'the container cannot be started: the image has no "gunicorn"',
    });
  });

  it('cleans up when it is interrupted', async () => {
    const artifact = await artifactOf('CMD ["sleep", "60"]');
    for (const afterMs of [0, 150, 400, 1_500]) {
      const controller = new AbortController();
      setTimeout(() => {
        controller.abort();
      }, afterMs);
      await expect(smoked(artifact, {}, controller.signal)).rejects.toMatchObject({
        code: 'run/interrupted',
        exit: 130,
      });
      expect(await leftovers()).toEqual([]);
    }
  });

  it('loads after a load that was cut off in the middle of its index', async () => {
    const artifact = await artifactOf('CMD ["true"]');
    const tar = pack();
    const entry = tar.entry({ name: 'index.json', size: 1_000_000 });
    entry.on('error', () => undefined).write(Buffer.alloc(10_000));
    setTimeout(() => {
      tar.destroy(new Error('cut off'));
    }, 200);
    const engine = await Engine.open();
    await expect(engine.loadImages(Readable.from(tar))).rejects.toThrow(/cut off/);
    expect(await smoked(artifact)).toMatchObject({ status: 'passed' });
  });

  it('skips a platform that this machine cannot run, and says so', async () => {
    const artifact = await artifactOf('CMD ["true"]');
    const [own] = artifact.platforms;
    const foreign = {
      ...artifact,
      platforms: [{ ...own!, platform: { os: 'linux', architecture: 's390x' } }],
    };
    expect(await smoked(foreign)).toEqual({
      status: 'skipped',
      reason: expect.stringContaining('linux/s390x does not run on this machine'),
    });
  });

  it('refuses an artifact that names other bytes than the layout holds', async () => {
    const artifact = await artifactOf('CMD ["true"]');
    const [own] = artifact.platforms;
    const lies = { ...artifact, platforms: [{ ...own!, config: digestOf('another image') }] };
    await expect(smoked(lies)).rejects.toMatchObject({ exit: 4 });
  });

  it('removes what a killed run left behind, and nothing of one that lives', async () => {
    const { docker } = bench().tools;
    const own = await smokeOwner();
    const [space, , start] = own.split('.');
    const { pid } = spawnSync('true');
    const [gone, living] = [`${space}.${pid}.${start}`, own];
    const left = `acgs-smoke-${randomBytes(6).toString('hex')}`;
    const empty = join(scratch.folder, 'empty.tar');
    writeFileSync(empty, Buffer.alloc(1024));
    for (const owner of [gone, living]) {
      await runOk(docker, ['import', empty, `${left}:${owner}`]);
      const labels = ['--label', 'io.acgs.smoke=true', '--label', `io.acgs.smoke.owner=${owner}`];
      await runOk(docker, ['create', '--name', `${left}-${owner}`, ...labels, `${left}:${owner}`, 'true']);
    }
    const names = async (): Promise<string> =>
      [
        await runOk(docker, ['ps', '--all', '--filter', `name=${left}`, '--format', '{{.Names}}']),
        await runOk(docker, ['image', 'ls', '--filter', `reference=${left}`, '--format', '{{.Tag}}']),
      ].join('');
    try {
      const lines: string[] = [];
      await sweepForgotten(await Engine.open(), (line) => lines.push(line));
      expect(lines).toEqual(
        expect.arrayContaining([
          `removed ${left}-${gone}, which a killed run left behind`,
          `removed ${left}:${gone}, which a killed run left behind`,
        ]),
      );
      expect(await names()).not.toContain(gone);
      expect((await names()).split(living)).toHaveLength(3);
    } finally {
      await runOk(docker, ['rm', '--force', `${left}-${living}`]);
      await runOk(docker, ['image', 'rm', '--force', `${left}:${living}`]);
    }
  });

  /** Of this process: others may share the engine. */
  async function leftovers(): Promise<string[]> {
    const { docker } = bench().tools;
    const owner = await smokeOwner();
    const label = `label=io.acgs.smoke.owner=${owner}`;
    const containers = await runOk(docker, ['ps', '--all', '--quiet', '--filter', label]);
    const images = await runOk(docker, [
      'image',
      'ls',
      '--quiet',
      '--filter',
      `reference=acgs-smoke-*:${owner}`,
    ]);
    return [...containers.split('\n'), ...images.split('\n')].filter((line) => line.trim() !== '');
  }
});
