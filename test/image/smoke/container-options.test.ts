import { describe, expect, it } from 'vitest';
import { containerOptions } from '../../../src/image/smoke/container-options.js';
import { healthCheckOf, patienceMs } from '../../../src/image/smoke/health-check.js';
import { type SmokeSettings } from '../../../src/image/smoke/settings.js';

const settings: SmokeSettings = {
  env: { A: 'b c' },
  tmpfs: ['/tmp', '/run'],
  readOnly: true,
  timeoutMs: 60_000,
};
const SECOND_NS = 1e9;

describe('containerOptions', () => {
  it('runs as production would: read-only, no capabilities, no new privileges, bounded, nothing published', () => {
    const options = containerOptions(
      { image: 'image:latest', name: 'name', owner: 'me' },
      settings,
      undefined,
    );
    expect(options).toMatchObject({ Image: 'image:latest', name: 'name', Env: ['A=b c'] });
    expect(options.HostConfig).toMatchObject({
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
      Tmpfs: { '/tmp': expect.stringContaining('nosuid'), '/run': expect.any(String) },
      RestartPolicy: { Name: 'no' },
    });
    expect(options.HostConfig?.Memory).toBeGreaterThan(0);
    expect(options.HostConfig?.PidsLimit).toBeGreaterThan(0);
    expect(options.HostConfig?.PortBindings).toBeUndefined();
    expect(options.HostConfig?.Privileged).toBeUndefined();
    expect(options.HostConfig?.Binds).toBeUndefined();
    expect(options.Healthcheck).toBeUndefined();
  });

  it('publishes a probed port on this machine only, at a free port', () => {
    const options = containerOptions(
      { image: 'i', name: 'n', owner: 'me' },
      { ...settings, probe: { port: 8080 } },
      undefined,
    );
    expect(options.HostConfig?.PortBindings).toEqual({ '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] });
  });

  it('keeps the image’s own check and only paces it', () => {
    const check = { test: ['CMD', 'x'], intervalMs: 30_000, startPeriodMs: 0, retries: 3 };
    const { Healthcheck: paced } = containerOptions({ image: 'i', name: 'n', owner: 'me' }, settings, check);
    expect(paced).toEqual({
      Interval: 0.5 * SECOND_NS,
      StartInterval: 0.5 * SECOND_NS,
      StartPeriod: 60 * SECOND_NS,
    });
  });

  it('replaces command and user where they are set', () => {
    const changed = { ...settings, command: ['serve', '--port=1'], user: '65532:65532' };
    expect(containerOptions({ image: 'i', name: 'n', owner: 'me' }, changed, undefined)).toMatchObject({
      Cmd: ['serve', '--port=1'],
      User: '65532:65532',
    });
  });
});

describe('healthCheckOf', () => {
  it('reads the image’s check with Docker’s defaults', () => {
    const Healthcheck = { Test: ['CMD-SHELL', 'curl -f localhost'], Interval: 5 * SECOND_NS, Retries: 2 };
    expect(healthCheckOf({ config: { Healthcheck } })).toEqual({
      test: ['CMD-SHELL', 'curl -f localhost'],
      intervalMs: 5_000,
      startPeriodMs: 0,
      retries: 2,
    });
    expect(healthCheckOf({ config: { Healthcheck: { Test: ['CMD', 'x'] } } })).toMatchObject({
      intervalMs: 30_000,
      retries: 3,
    });
  });

  it.each([
    {},
    { config: {} },
    { config: { Healthcheck: { Test: ['NONE'] } } },
    { config: { Healthcheck: {} } },
    null,
  ])('finds none in %j', (config) => {
    expect(healthCheckOf(config)).toBeUndefined();
  });
});

describe('patienceMs', () => {
  const check = { test: ['CMD', 'x'], intervalMs: 30_000, startPeriodMs: 0, retries: 3 };
  it('is as long as production’s, but never past the time limit and never below five seconds', () => {
    expect(patienceMs(check, 60_000)).toBe(60_000);
    expect(patienceMs(check, 200_000)).toBe(90_000);
    expect(patienceMs({ ...check, intervalMs: 100, retries: 1 }, 60_000)).toBe(5_000);
    expect(patienceMs({ ...check, intervalMs: 1_000, startPeriodMs: 20_000 }, 60_000)).toBe(23_000);
  });
});
