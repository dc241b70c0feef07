import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram, type RunResult } from '../bench/run.js';
import { writtenKit } from './written-kit.js';

/** Stands in for the AWS CLI: notes its arguments, one call a line, and answers as an account does that has what the module makes. */
const AWS = `#!/usr/bin/env bash
here=$(dirname "$0")
printf '%s\\n' "$*" >> "$here/calls"
case "$*" in
  *assume-role-with-web-identity*)
    all="$*"
    file=\${all##*file://}
    cat "\${file%% *}" > "$here/token"
    echo '{"Credentials":{"AccessKeyId":"id","SecretAccessKey":"secret","SessionToken":"session"}}'
    ;;
  *delete-db-instance*) [ ! -e "$here/gone" ] || { echo 'An error occurred (DBInstanceNotFound)' >&2; exit 254; } ;;
  *LatestRestorableTime*) cat "$here/latest" ;;
  *describe-db-instance-automated-backups*) printf '{"DBInstanceAutomatedBackups":[{"DBInstanceAutomatedBackupsArn":"arn:backup","RestoreWindow":{"LatestTime":"%s"}}]}' "$(cat "$here/latest")" ;;
  *DBInstanceStatus*) cat "$here/status" ;;
esac
`;

describe('the drill', () => {
  async function drill(
    args: readonly string[],
    world: {
      readonly status?: string;
      readonly minutesOld?: number;
      readonly gone?: boolean;
      readonly id?: string;
      /** Where a job asks for its token. */
      readonly tokens?: string;
    } = {},
  ): Promise<RunResult & { readonly calls: readonly string[]; readonly token: string }> {
    using kit = await writtenKit('dr');
    const latest = new Date(Date.now() - (world.minutesOld ?? 1) * 60_000).toISOString();
    kit.write({ 'bin/aws': AWS, 'bin/latest': latest, 'bin/status': world.status ?? 'available' });
    if (world.gone === true) kit.write({ 'bin/gone': '' });
    chmodSync(join(kit.folder, 'bin/aws'), 0o755);
    const env = {
      PATH: `${join(kit.folder, 'bin')}:${process.env['PATH'] ?? ''}`,
      DRILL_ID: world.id ?? '7x1',
      DR_DRILL_SECURITY_GROUP: 'sg-drill',
      ACTIONS_ID_TOKEN_REQUEST_URL: world.tokens,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-the-job',
      NO_PROXY: '127.0.0.1',
    };
    const result = await runProgram('bash', ['infra/dr/drill.sh', ...args], { cwd: kit.folder, env });
    const noted = (name: string): string => {
      const file = join(kit.folder, 'bin', name);
      return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
    };
    return { ...result, calls: noted('calls').split('\n').filter(Boolean), token: noted('token') };
  }
  const restored = (calls: readonly string[]): string =>
    calls.find((call) => call.includes('restore-db-instance')) ?? '';

  it('restores tier A from the replica’s backups, in nobody’s reach, and reports', async () => {
    const { code, stdout, calls } = await drill(['restore', 'core']);
    expect(code).toBe(0);
    expect(restored(calls)).toMatch(
      /--source-db-instance-identifier acgs2-core-dr .*--target-db-instance-identifier acgs2-drill-core-7x1 /,
    );
    expect(restored(calls)).toContain('--vpc-security-group-ids sg-drill --no-publicly-accessible');
    expect(stdout).toMatch(/\| core \| A \| \d+ min \| 30 min \| 1 min \| 5 min \| met \|/);
  });

  it('restores tier B from the backups that were copied', async () => {
    const { code, calls } = await drill(['restore', 'audit']);
    expect(code).toBe(0);
    expect(restored(calls)).toContain('--source-db-instance-automated-backups-arn arn:backup');
  });

  it('fails where more data would be lost than may be', async () => {
    const { code, stdout } = await drill(['restore', 'core'], { minutesOld: 9 });
    expect(code).toBe(1);
    expect(stdout).toMatch(/\| 9 min \| 5 min \| missed \|/);
  });

  it('takes its role by the token of the job, which no argument holds', async () => {
    const asked: string[] = [];
    const server = createServer(({ url, headers }, response) => {
      asked.push(`${url ?? ''} ${headers.authorization ?? ''}`);
      response.end('{"value":"signed-by-github"}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, calls, token } = await drill(['destroy', 'core'], {
      tokens: `http://127.0.0.1:${port}/?v=1`,
    });
    server.close();
    expect(code).toBe(0);
    expect(asked).toEqual(['/?v=1&audience=sts.amazonaws.com bearer of-the-job']);
    expect(token).toBe('signed-by-github');
    expect(calls[0]).toContain('--role-arn arn:aws:iam::111122223333:role/acgs2-dr-drill');
    expect(calls.join()).not.toContain('signed-by-github');
    const file = /file:\/\/(\S+)/.exec(calls[0]!)![1]!;
    expect(existsSync(file)).toBe(false);
  });

  it('deletes the copy and nothing else; none is well too', async () => {
    const { code, calls } = await drill(['destroy', 'core']);
    expect(code).toBe(0);
    expect(calls).toEqual([
      'rds delete-db-instance --db-instance-identifier acgs2-drill-core-7x1 --skip-final-snapshot --delete-automated-backups',
    ]);
    expect(await drill(['destroy', 'core'], { gone: true })).toMatchObject({ code: 0 });
  });

  it.each([
    ['an unknown database', ['restore', 'core;reboot'], {}],
    ['an unknown verb', ['promote', 'core'], {}],
    ['a name that is none', ['destroy', 'core'], { id: '../core' }],
  ] as const)('refuses %s without a call', async (_, args, world) => {
    expect(await drill(args, world)).toMatchObject({ code: 2, calls: [] });
  });
});
