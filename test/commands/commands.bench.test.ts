import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bench, projectRoot } from '../bench/bench.js';
import { vulnerableService } from '../bench/image.js';
import { startRegistry } from '../bench/registry.js';
import { type AcgsResult, runOk, type RunOptions, runProgram } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';
import { type Project, project } from '../release/project.js';
import { checkedDocument, type Document } from './run-command.js';

/** Everything here runs the built CLI on real engines, on one project whose only service has findings that refuse. */
let here: Project;
const LAYOUT = 'dist/release/api/image';

/** Runs with `--json`; the document must be what its schema says. */
async function json(id: string, ...argv: string[]): Promise<AcgsResult & { document: Document }> {
  const ran = await here.acgs([...id.split(' '), ...argv, '--json']);
  return { ...ran, document: checkedDocument(id, ran.stdout) };
}

beforeAll(async () => {
  here = await project({ files: vulnerableService });
  const built = await json('build');
  expect(built.code, built.stderr).toBe(0);
});
afterAll(() => {
  here[Symbol.dispose]();
});

/** A scan with a folder for temporary files that is its own; what it leaves there. */
async function leftBy(
  argv: readonly string[],
  options: RunOptions = {},
): Promise<{ code: number; left: string[] }> {
  using scratch = scratchFolder();
  const env = { ...options.env, TMPDIR: scratch.folder };
  const { code } = await here.acgs(['scan', ...argv], { ...options, env });
  // Node's cache of compiled code is there to stay.
  return { code, left: readdirSync(scratch.folder).filter((name) => name !== 'node-compile-cache') };
}

describe('build and provenance generate', () => {
  it('builds into a layout and signs nothing', async () => {
    const { code, document } = await json('build');
    expect(code).toBe(0);
    expect(document).toMatchObject({ status: 'passed', signed: false });
    expect(existsSync(join(here.folder, LAYOUT, 'index.json'))).toBe(true);
  });

  it('states how it was built', async () => {
    expect((await json('provenance generate', 'api')).code).toBe(0);
    const statement = JSON.parse(
      readFileSync(join(here.folder, 'dist/release/api/provenance.json'), 'utf8'),
    ) as { predicateType: string };
    expect(statement.predicateType).toBe('https://slsa.dev/provenance/v1');
  });
});

describe('scan', () => {
  it('refuses with 3, and names package, fixed version, where from, and the entry to paste', async () => {
    const { code, stdout, stderr } = await here.acgs(['scan', '--layout', LAYOUT]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/HIGH +CVE-2023-25577 +Werkzeug +\S+ +2\.2\.3 +application/);
    expect(stderr).toContain('[gate/refused]');
    expect(stderr).toContain('CVE-2023-25577');
    expect(stderr).toMatch(/expired_at|\.trivyignore/);
  });

  it('has a document for machines, also when it refuses', async () => {
    const { code, document } = await json('scan', '--layout', LAYOUT);
    expect({ code, status: document.status }).toEqual({ code: 3, status: 'refused' });
    expect(document).toMatchObject({ error: { code: 'gate/refused', exit: 3 }, gate: { refused: true } });
  });

  it.each(['json', 'sarif', 'cyclonedx', 'spdx-json'])(
    'writes %s to standard output, and nothing else there',
    async (format) => {
      const { stdout, code } = await here.acgs(['scan', '--layout', LAYOUT, '--format', format, '-q']);
      expect(code).toBe(3);
      expect(JSON.parse(stdout)).toEqual(expect.any(Object));
    },
  );

  it('writes to a file or into a folder', async () => {
    await here.acgs(['scan', '--layout', LAYOUT, '--format', 'sarif', '-o', 'out.sarif']);
    expect(JSON.parse(readFileSync(join(here.folder, 'out.sarif'), 'utf8'))).toMatchObject({
      version: '2.1.0',
    });
    await here.acgs(['scan', '--layout', LAYOUT, '-o', 'scans/']);
    expect(readdirSync(join(here.folder, 'scans')).sort()).toEqual(['scan.json', 'scan.sarif']);
  });

  it('passes with severities that are not there, and after --write-ignores', async () => {
    expect((await json('scan', '--layout', LAYOUT, '--fail-on', 'UNKNOWN')).code).toBe(0);
    const wrote = await json('scan', '--layout', LAYOUT, '--write-ignores', '--expires', '7d');
    expect(wrote.document).toMatchObject({ wroteIgnores: { file: '.trivyignore.yaml' } });
    expect((await json('scan', '--layout', LAYOUT)).code).toBe(0);
    rmSync(join(here.folder, '.trivyignore.yaml'));
  });

  it('is 5 when no database can be had', async () => {
    const { code, stdout } = await here.acgs(['scan', '--layout', LAYOUT, '--json'], {
      env: { TRIVY_DB_REPOSITORY: '127.0.0.1:1/none:2', TRIVY_CACHE_DIR: join(here.folder, 'no-cache') },
    });
    expect(code).toBe(5);
    expect(checkedDocument('scan', stdout).error?.code).toBe('trivy/no-database');
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const { code, left } = await leftBy(['--layout', LAYOUT], {
      onStart: (child) => void setTimeout(() => child.kill('SIGINT'), 1500),
      env: { TRIVY_CACHE_DIR: join(here.folder, 'cold-cache') },
    });
    expect([130, 3]).toContain(code);
    expect(left).toEqual([]);
  });
});

describe('sbom', () => {
  it('writes one inventory to standard output, a file, or several into a folder', async () => {
    const { stdout, code } = await here.acgs(['sbom', '--layout', LAYOUT]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ bomFormat: 'CycloneDX' });
    expect((await json('sbom', '--layout', LAYOUT, '-f', 'spdx', '-o', 's.spdx.json')).code).toBe(0);
    expect(readFileSync(join(here.folder, 's.spdx.json'), 'utf8')).toContain('"spdxVersion"');
    expect((await json('sbom', '--layout', LAYOUT, '--format', 'cyclonedx,spdx', '-o', 'sboms/')).code).toBe(
      0,
    );
    expect(readdirSync(join(here.folder, 'sboms'))).toHaveLength(2);
    expect((await json('sbom', '--layout', LAYOUT)).document).toMatchObject({
      inventory: { bomFormat: 'CycloneDX' },
    });
  });
});

describe.each([
  ['with the referrers API', true],
  ['without it', false],
])('copy, sign, attest, verify, inspect in a registry %s', (_name, referrers) => {
  it('go together, and cosign accepts what acgs signed', async () => {
    await using registry = await startRegistry({ referrers });
    const image = `${registry.address}/team/api`;
    expect((await json('copy', '--layout', LAYOUT, `${image}:1.0.0`, '--tag', 'stable')).code).toBe(0);
    expect((await json('verify', `${image}:stable`, '--key', 'cosign.pub')).document.error?.code).toBe(
      'verify/nothing',
    );
    expect((await json('sign', '--key', 'cosign.key', '-r', `${image}:stable`)).code).toBe(0);
    await here.acgs(['sbom', `${image}:1.0.0`, '-o', 'sbom.cdx.json']);
    const attested = await json(
      'attest',
      '--key',
      'cosign.key',
      '--type',
      'cyclonedx',
      '--predicate',
      'sbom.cdx.json',
      `${image}:stable`,
    );
    expect(attested.code).toBe(0);
    const verified = await json(
      'verify',
      `${image}:1.0.0`,
      '--key',
      'cosign.pub',
      '--require',
      'signature,cyclonedx',
      '--deep',
    );
    expect(verified.code, verified.stderr).toBe(0);
    const digest = String(attested.document['digest']);
    for (const args of [['verify'], ['verify-attestation', '--type', 'cyclonedx']])
      await runOk(
        bench().tools.cosign3,
        [...args, '--key', 'cosign.pub', '--insecure-ignore-tlog=true', `${image}@${digest}`],
        {
          cwd: here.folder,
        },
      );
    const inspected = await json('inspect', `${image}:stable`);
    expect(inspected.document).toMatchObject({ results: [{ evidence: [{}, {}, {}] }] });
    const both = await json(
      'verify',
      '--key',
      'cosign.pub',
      `${image}:stable`,
      `${registry.address}/team/nothing:1`,
    );
    expect(both.code).toBe(1);
    expect(both.document).toMatchObject({ results: [{ verified: true }, { verified: false }] });
    expect(await leftBy([`${image}:stable`])).toEqual({ code: 3, left: [] });
  });
});

describe('report and explain', () => {
  it.each([
    ['tty', /^Release \d{8}T/],
    ['markdown', /^## Release/],
    ['html', /^<!doctype html>/],
    ['json', /^\{\n {2}"schemaVersion": 1/],
  ])('report --format %s', async (format, expected) => {
    const { stdout, code } = await here.acgs(['report', '--format', format]);
    expect(code).toBe(0);
    expect(stdout).toMatch(expected);
    await here.acgs(['report', '--format', format, '-o', `report.${format}`]);
    expect(readFileSync(join(here.folder, `report.${format}`), 'utf8')).toBe(stdout);
  });

  it('report --json is the report of the last run', async () => {
    const { document } = await json('report');
    const onDisk = JSON.parse(JSON.stringify(here.reportOnDisk())) as object;
    expect(document).toEqual(onDisk);
  });

  it('explain tells why a step ran, by either of its names', async () => {
    const short = await json('explain', 'build');
    const long = await json('explain', 'api/build');
    expect(short.code).toBe(0);
    expect(long.document).toEqual(short.document);
    expect((await here.acgs(['explain', 'biuld'])).stderr).toContain('did you mean build?');
  });
});

describe('doctor', () => {
  it('finds the bench ready', async () => {
    const { code, document, stderr } = await json('doctor');
    expect(code, stderr).toBe(0);
    expect(document.status).toBe('passed');
  });
});

describe('the command line', () => {
  const acgs = `${process.execPath} ${projectRoot}/bin/run.js`;

  it('refuses an unknown command with 2 and the nearest one', async () => {
    const { code, stderr } = await here.acgs(['verfy', 'x']);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean `acgs verify`?');
  });

  it('leaves standard input alone', async () => {
    const script = `printf 'one\\ntwo\\n' | while read name; do ${acgs} inspect --layout ${LAYOUT} -q || exit 9; echo "$name"; done`;
    expect(await runOk('sh', ['-c', script], { cwd: here.folder })).toBe('one\ntwo\n');
  });

  it('reads a batch from standard input where it is asked to', async () => {
    await here.acgs(['sign', 'blob', '--key', 'cosign.key', 'Dockerfile']);
    const { code } = await here.acgs(['verify', 'blob', '--key', 'cosign.pub', '--batch', '-'], {
      input: '{"artifact":"Dockerfile"}\n',
    });
    expect(code).toBe(0);
  });

  it('bears a reader that goes away', async () => {
    const { code, stdout, stderr } = await runProgram(
      'bash',
      ['-c', `set -o pipefail; ${acgs} scan --layout ${LAYOUT} --format json --fail-on UNKNOWN | head -c 10`],
      { cwd: here.folder },
    );
    expect({ code, stdout: stdout.length }).toEqual({ code: 0, stdout: 10 });
    expect(stderr).not.toContain('EPIPE');
  });
});
