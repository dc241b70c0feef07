import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { engineEndpoint } from '../../../src/system/docker/endpoint.js';
import { type Scratch, scratchFolder } from '../../bench/scratch.js';

const VARIABLES = [
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
  'DOCKER_TLS_VERIFY',
  'DOCKER_TLS',
  'DOCKER_CERT_PATH',
];

describe('engineEndpoint', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = scratchFolder();
    for (const name of VARIABLES) vi.stubEnv(name, undefined);
    vi.stubEnv('DOCKER_CONFIG', scratch.folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    scratch.remove();
  });

  const context = (name: string, endpoint: object): void => {
    const id = createHash('sha256').update(name).digest('hex');
    scratch.write({
      [`contexts/meta/${id}/meta.json`]: JSON.stringify({ Name: name, Endpoints: { docker: endpoint } }),
    });
  };
  const current = (name: string): void => {
    scratch.write({ 'config.json': JSON.stringify({ currentContext: name, auths: {} }) });
  };

  it('is the default socket where nothing is said', async () => {
    expect(await engineEndpoint()).toEqual({
      host: 'unix:///var/run/docker.sock',
      origin: 'the default socket',
    });
    current('default');
    expect(await engineEndpoint()).toMatchObject({ origin: 'the default socket' });
  });

  it('is DOCKER_HOST before DOCKER_CONTEXT before the current context', async () => {
    context('current', { Host: 'unix:///current.sock' });
    context('named', { Host: 'unix:///named.sock' });
    current('current');
    expect(await engineEndpoint()).toEqual({ host: 'unix:///current.sock', origin: 'context "current"' });
    vi.stubEnv('DOCKER_CONTEXT', 'named');
    expect(await engineEndpoint()).toEqual({ host: 'unix:///named.sock', origin: 'context "named"' });
    vi.stubEnv('DOCKER_HOST', 'unix:///host.sock');
    expect(await engineEndpoint()).toEqual({ host: 'unix:///host.sock', origin: 'DOCKER_HOST' });
  });

  it('reads a bare host as TCP, and its TLS material only when TLS is asked for', async () => {
    scratch.write({ 'ca.pem': 'CA', 'cert.pem': 'CERT', 'key.pem': 'KEY' });
    vi.stubEnv('DOCKER_HOST', 'build.example:2375');
    expect(await engineEndpoint()).toEqual({ host: 'tcp://build.example:2375', origin: 'DOCKER_HOST' });
    vi.stubEnv('DOCKER_TLS_VERIFY', '1');
    expect(await engineEndpoint()).toMatchObject({
      tls: { ca: 'CA', cert: 'CERT', key: 'KEY', insecure: false },
    });
  });

  it('takes the TLS material of a context', async () => {
    context('remote', { Host: 'tcp://build.example:2376', SkipTLSVerify: false });
    const id = createHash('sha256').update('remote').digest('hex');
    scratch.write({ [`contexts/tls/${id}/docker/ca.pem`]: 'CA' });
    vi.stubEnv('DOCKER_CONTEXT', 'remote');
    expect(await engineEndpoint()).toEqual({
      host: 'tcp://build.example:2376',
      origin: 'context "remote"',
      tls: { ca: 'CA', insecure: false },
    });
  });

  it('says what is wrong with a context or the configuration', async () => {
    vi.stubEnv('DOCKER_CONTEXT', 'gone');
    await expect(engineEndpoint()).rejects.toMatchObject({
      code: 'engine/missing',
      exit: 5,
      message: 'the docker context "gone" does not exist',
    });
    context('empty', {});
    vi.stubEnv('DOCKER_CONTEXT', 'empty');
    await expect(engineEndpoint()).rejects.toThrow(/names no docker endpoint/);
    vi.stubEnv('DOCKER_CONTEXT', undefined);
    scratch.write({ 'config.json': '{broken' });
    await expect(engineEndpoint()).rejects.toMatchObject({ code: 'engine/missing' });
  });
});
