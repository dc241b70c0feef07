import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  diagnoseLog,
  diagnoseProbe,
  missingProgram,
  readOnlyPath,
} from '../../../src/image/smoke/diagnosis.js';

describe('readOnlyPath', () => {
  it.each([
    ["OSError: [Errno 30] Read-only file system: '/data/cache'", '/data/cache'],
    ["Error: EROFS: read-only file system, open '/app/log.txt'", '/app/log.txt'],
    ['2026/01/01 open /var/lib/app/db: read-only file system', '/var/lib/app/db'],
    ["/bin/sh: can't create /run/app.pid: Read-only file system", '/run/app.pid'],
    ["mkdir: can't create directory '/data/': Read-only file system", '/data'],
    ['mkdir: cannot create directory ‘/data’: Read-only file system', '/data'],
    [
      'nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)',
      '/var/cache/nginx/client_temp',
    ],
    ['java.nio.file.FileSystemException: /opt/app/tmp: Read-only file system', '/opt/app/tmp'],
    ['all is well at /data', undefined],
  ])('%s', (line, path) => {
    expect(readOnlyPath(`starting\n${line}\n`)).toBe(path);
  });

  it('reads any text without failing, and finds only absolute paths', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const path = readOnlyPath(`${before}read-only file system${after}`);
        expect(path === undefined || path.startsWith('/')).toBe(true);
      }),
    );
  });
});

describe('missingProgram', () => {
  it.each([
    [
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "curl": executable file not found in $PATH: unknown',
      'curl',
    ],
    ['exec: "/bin/sh": stat /bin/sh: no such file or directory: unknown', '/bin/sh'],
    ['/bin/sh: curl: not found', 'curl'],
    ['/bin/sh: 1: wget: not found', 'wget'],
    ['bash: line 1: nc: command not found', 'nc'],
    ['HTTP 404: not found', undefined],
    ['the key was not found', undefined],
    ['', undefined],
  ])('%s', (output, program) => {
    expect(missingProgram(output)).toBe(program);
  });
});

describe('diagnoseProbe', () => {
  it('names the program and the check, and proposes what needs none', () => {
    const found = diagnoseProbe('/bin/sh: curl: not found', [
      'CMD-SHELL',
      'curl -f http://localhost || exit 1',
    ]);
    expect(found?.message).toBe(
      'the HEALTHCHECK calls "curl", which the image does not have: curl -f http://localhost || exit 1',
    );
    expect(found?.next.join(' ')).toContain('python');
  });

  it('proposes the exec form where there is no shell', () => {
    const output = 'exec: "/bin/sh": stat /bin/sh: no such file or directory';
    expect(diagnoseProbe(output, ['CMD-SHELL', 'x'])?.next[0]).toContain('exec form');
  });

  it('has nothing to say of an ordinary failure', () => {
    expect(diagnoseProbe('connection refused', ['CMD', 'x'])).toBeUndefined();
  });
});

describe('diagnoseLog', () => {
  it('names the folder to mount', () => {
    const found = diagnoseLog('open /data/app/db: read-only file system', { readOnly: true });
    expect(found?.message).toContain('/data/app/db');
    expect(found?.next[0]).toContain('/data/app to `smoke.tmpfs`');
    expect(diagnoseLog('open /x: read-only file system', { readOnly: true })?.next[0]).toContain('add /x to');
  });

  it('does not blame a read-only root that was not asked for', () => {
    expect(diagnoseLog('open /data: read-only file system', { readOnly: false })).toBeUndefined();
  });

  it('knows an image that wants to change users', () => {
    const log = 'nginx: [emerg] setgid(101) failed (1: Operation not permitted)';
    expect(diagnoseLog(log, { readOnly: true })?.next[0]).toContain('USER');
  });
});
