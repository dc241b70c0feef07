import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bench } from '../bench/bench.js';
import { startFaultProxy } from '../bench/fault-proxy.js';
import { startRegistry } from '../bench/registry.js';
import { runProgram } from '../bench/run.js';
import { project, statuses } from './project.js';

const NO_LOG = '--insecure-ignore-tlog=true';

test('sign.format both and sign.annotations: cosign 2 accepts it too, the annotation is signed, and the same again writes nothing', async () => {
  await using registry = await startRegistry({ referrers: false });
  await using proxy = await startFaultProxy(registry.address);
  const more = 'sign: { key: cosign.key, format: both, annotations: { team: core } }';
  using it = await project({ more });
  const args = ['--push', '--registry', `${proxy.address}/team`];
  const first = await it.release(args);
  expect(first.code, first.stderr).toBe(0);
  const [service] = first.report.services;
  const image = service?.image ?? '';

  const { cosign2, cosign3 } = bench().tools;
  const judge = (tool: string, verb: string, ...flags: string[]) =>
    runProgram(tool, [verb, '--key', 'cosign.pub', NO_LOG, ...flags, image], { cwd: it.folder });
  for (const tool of [cosign2, cosign3]) {
    expect(await judge(tool, 'verify', '-a', 'team=core')).toMatchObject({ code: 0 });
    expect((await judge(tool, 'verify', '-a', 'team=other')).code).not.toBe(0);
    for (const type of ['cyclonedx', 'vuln', 'slsaprovenance1'])
      expect(await judge(tool, 'verify-attestation', '--type', type)).toMatchObject({ code: 0 });
  }

  proxy.forget();
  const again = await it.release(args);
  expect(again.code, again.stderr).toBe(0);
  expect(statuses(again.report)).toMatchObject({ sign: 'done', attest: 'done', push: 'done' });
  expect(proxy.writes()).toBe(0);

  using elsewhere = await project({ more, key: false });
  for (const name of ['cosign.key', 'cosign.pub'])
    cpSync(join(it.folder, name), join(elsewhere.folder, name));
  const third = await elsewhere.release(args);
  expect(third.code, third.stderr).toBe(0);
  expect(third.report.services[0]?.digest).toBe(service?.digest);
  expect(proxy.writes()).toBe(0);
});

test('verify.maxAge: a signature that nobody dated is refused, before any tag is set', async () => {
  using it = await project({ more: 'verify: { maxAge: 1h }' });
  const { code, report } = await it.release(['--key', 'cosign.key']);
  expect(code).toBe(4);
  expect(report.error?.code).toBe('verify/failed');
  expect(statuses(report)).toMatchObject({ verify: 'failed', tag: 'skipped' });
});
