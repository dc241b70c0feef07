import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { builderDriver, currentBuilder, findBuildx } from '../../src/image/buildx.js';
import { type Scratch, scratchFolder } from '../bench/scratch.js';

/** A program that answers as buildx does; what it was told is what it prints. */
const FAKE = `#!/bin/sh
case "$*" in
  version|'buildx version') echo 'github.com/docker/buildx v0.29.1+ds1 abc' ;;
  'inspect -- remote') echo 'Name: remote'; echo 'Driver: kubernetes' ;;
  *) echo "ERROR: no builder \\"$3\\" found" >&2; exit 1 ;;
esac
`;

describe('buildx', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = scratchFolder();
    vi.stubEnv('DOCKER_CONFIG', join(scratch.folder, 'config'));
    vi.stubEnv('HOME', scratch.folder);
    vi.stubEnv('PATH', join(scratch.folder, 'bin'));
    vi.stubEnv('BUILDX_BUILDER', undefined);
    vi.stubEnv('BUILDX_CONFIG', undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    scratch.remove();
  });
  const program = (path: string, text = FAKE): string => {
    scratch.write({ [path]: text });
    chmodSync(join(scratch.folder, path), 0o755);
    return join(scratch.folder, path);
  };

  it('is the plugin file, then a docker-buildx on PATH, then docker buildx', async () => {
    const docker = program('bin/docker');
    expect(await findBuildx()).toEqual({ path: docker, prefix: ['buildx'], version: '0.29.1+ds1' });
    const onPath = program('bin/docker-buildx');
    expect(await findBuildx()).toMatchObject({ path: onPath, prefix: [] });
    const plugin = program('config/cli-plugins/docker-buildx');
    expect(await findBuildx()).toMatchObject({ path: plugin, prefix: [] });
  });

  it('is missing where there is none, or only a docker without the plugin', async () => {
    await expect(findBuildx()).rejects.toMatchObject({ code: 'tool/missing', exit: 5 });
    program('bin/docker', '#!/bin/sh\necho "unknown command: buildx" >&2; exit 1\n');
    await expect(findBuildx()).rejects.toMatchObject({ code: 'tool/missing' });
  });

  it('tells the driver of a builder, and a builder that does not exist', async () => {
    const buildx = { path: program('bin/docker-buildx'), prefix: [], version: '0.29.1' };
    expect(await builderDriver(buildx, 'remote')).toBe('kubernetes');
    await expect(builderDriver(buildx, '--help')).rejects.toMatchObject({
      code: 'usage/invalid',
      message: expect.stringContaining('no builder "--help" found'),
    });
  });

  it('knows the current builder', async () => {
    expect(await currentBuilder()).toBeUndefined();
    scratch.write({ 'config/buildx/current': '{"Key":"unix:///x","Name":"","Global":false}' });
    expect(await currentBuilder()).toBeUndefined();
    scratch.write({ 'config/buildx/current': '{"Key":"unix:///x","Name":"mine","Global":false}' });
    expect(await currentBuilder()).toBe('mine');
    vi.stubEnv('BUILDX_BUILDER', 'other');
    expect(await currentBuilder()).toBe('other');
  });
});
