import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Engine } from '../../src/system/docker.js';
import { setDoorPolicy } from '../../src/system/door.js';
import { digestOf } from '../../src/model/digest.js';
import { bench } from '../bench/bench.js';

describe('Engine', () => {
  beforeAll(() => {
    Object.assign(process.env, bench().env);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    setDoorPolicy({});
  });

  it('tells its version, store and platform', async () => {
    const engine = await Engine.open();
    const state = await engine.state();
    expect(Number.parseInt(state.version, 10)).toBeGreaterThanOrEqual(25);
    expect(state.platform.os).toBe('linux');
    expect(state.containerdStore).toBe(true);
    expect(state.cores).toBeGreaterThan(0);
  });

  it('is the same engine when DOCKER_HOST would lead dockerode elsewhere', async () => {
    const engine = await Engine.open();
    vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:9');
    expect((await engine.state()).version).not.toBe('unknown');
  });

  it('reaches an engine through the docker CLI, as for ssh://', async () => {
    const { dialStdioAgent } = await import('../../src/system/docker/dial-stdio.js');
    const { default: Docker } = await import('dockerode');
    const host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
    const agent = dialStdioAgent({ host, origin: 'DOCKER_HOST' });
    const options = { host: 'docker.invalid', port: 80, protocol: 'http', agent };
    const docker = new Docker(options as never);
    expect(await docker.version()).toMatchObject({ Os: 'linux' });
    const gone = dialStdioAgent({ host: 'unix:///nonexistent.sock', origin: 'DOCKER_HOST' });
    await expect(new Docker({ ...options, agent: gone } as never).version()).rejects.toThrow();
  });

  it('says what to do when nothing answers', async () => {
    vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:9');
    const engine = await Engine.open();
    await expect(engine.state()).rejects.toMatchObject({
      code: 'engine/missing',
      exit: 5,
      message: expect.stringContaining('tcp://127.0.0.1:9'),
    });
  });

  it('refuses an address that it does not know, and one elsewhere when offline', async () => {
    vi.stubEnv('DOCKER_HOST', 'gopher://x');
    await expect(Engine.open()).rejects.toMatchObject({ code: 'engine/missing' });
    setDoorPolicy({ offline: true });
    vi.stubEnv('DOCKER_HOST', 'tcp://192.0.2.1:2375');
    await expect(Engine.open()).rejects.toMatchObject({ code: 'network/refused' });
  });

  it('reports a load that fails after the answer began, and one whose bytes break off', async () => {
    const engine = await Engine.open();
    await expect(engine.loadImages(Readable.from([Buffer.alloc(4096, 'x')]))).rejects.toMatchObject({
      code: 'tool/failed',
    });
    const tar = pack();
    const entry = tar.entry({ name: `blobs/sha256/${digestOf('half').slice(7)}`, size: 1_000_000 });
    entry.on('error', () => undefined).write(Buffer.alloc(10_000));
    setTimeout(() => {
      tar.destroy(new Error('disk gone'));
    }, 100);
    const broken = Readable.from(tar);
    await expect(engine.loadImages(broken)).rejects.toThrow(/disk gone/);
  });

  it('finds no image that is not there, and removing what is gone is no failure', async () => {
    const engine = await Engine.open();
    expect(await engine.findImage('acgs-no-such-image:1')).toBeUndefined();
    await engine.removeImage('acgs-no-such-image:1');
    await engine.removeContainer('acgs-no-such-container');
    await expect(engine.createContainer({ Image: 'acgs-no-such-image:1' })).rejects.toMatchObject({
      code: 'tool/failed',
    });
  });

  it('changes nothing in a read-only run', async () => {
    const engine = await Engine.open();
    setDoorPolicy({ readOnly: true });
    await expect(engine.removeImage('x')).rejects.toMatchObject({ code: 'internal/bug' });
    await expect(engine.createContainer({ Image: 'x' })).rejects.toMatchObject({ code: 'internal/bug' });
    expect((await engine.state()).cores).toBeGreaterThan(0);
  });

  it('stops waiting when it is interrupted', async () => {
    const engine = await Engine.open();
    await expect(engine.state(AbortSignal.abort())).rejects.toMatchObject({ code: 'run/interrupted' });
  });
});
