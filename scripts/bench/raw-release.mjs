/** What `acgs release --push` does, by the tools themselves, one after the other, as a shell script in CI would. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { passing } from './measure.mjs';

/** Signed with a key, no log is involved: cosign 3's words for it. */
const NO_LOG = ['--tlog-upload=false', '--use-signing-config=false', '--yes'];

/**
 * Releases one service of a fresh example project.
 * @param {{bench: object, projects: object, project: object, service: string, test?: string}} options `test`: the stage of the tests
 * @returns {{name: string, wallMs: number}[]} every command that ran, with its time; their sum is what the tools take
 */
export function rawRelease({ bench, projects, project, service, test }) {
  const { docker, trivy, crane, cosign3: cosign, hadolint } = bench.tools;
  const context = join(project.folder, service);
  const out = join(project.folder, 'raw');
  const layout = join(out, 'layout');
  const file = (name) => join(out, name);
  const image = `${project.repository}/${service}`;
  const local = `docker.io/library/bench-${service}:${process.pid}`;
  const container = `acgs-bench-${process.pid}`;
  const { key, publicKey } = projects.key;
  // The database is there, the cache of analysed layers is not: as for acgs, which has one cache for each run.
  const cache = file('trivy-cache');
  mkdirSync(out, { recursive: true });
  cpSync(join(projects.env.TRIVY_CACHE_DIR, 'db'), join(cache, 'db'), { recursive: true });
  const env = {
    ...projects.env,
    TRIVY_CACHE_DIR: cache,
    SOURCE_DATE_EPOCH: '1767225600',
    BUILDX_METADATA_PROVENANCE: 'max',
  };
  const took = [];
  const run = (name, command, args) => {
    const { wallMs, stdout } = passing(command, args, { cwd: out, env });
    took.push({ name, wallMs });
    return stdout;
  };
  const bases = Object.entries(bench.baseImages).flatMap(([name, reference]) => [
    '--build-context',
    `${name}=docker-image://${reference}`,
  ]);
  const build = [
    'buildx',
    'build',
    '--platform',
    `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`,
    ...bases,
  ];

  run('hadolint', hadolint, ['--failure-threshold', 'error', join(context, 'Dockerfile')]);
  if (test)
    run('docker buildx build --target test', docker, [
      ...build,
      '--target',
      test,
      '--output',
      'type=cacheonly',
      context,
    ]);
  run('docker buildx build', docker, [
    ...build,
    ...['--provenance=false', '--metadata-file', file('metadata.json')],
    ...['--output', `type=oci,tar=false,dest=${layout},name=${local},rewrite-timestamp=true`, context],
  ]);
  rmSync(join(layout, 'ingest'), { recursive: true, force: true });
  const metadata = JSON.parse(readFileSync(file('metadata.json'), 'utf8'));

  run('tar', 'tar', ['-cf', file('image.tar'), '-C', layout, '.']);
  run('docker load', docker, ['load', '-i', file('image.tar')]);
  try {
    const hardened = [
      '--read-only',
      '--tmpfs',
      '/tmp',
      '--cap-drop',
      'ALL',
      '--security-opt',
      'no-new-privileges',
    ];
    const pace = [
      '--health-interval',
      '500ms',
      '--health-start-interval',
      '500ms',
      '--health-start-period',
      '60s',
    ];
    run('docker run', docker, ['run', '-d', '--name', container, ...hardened, ...pace, local]);
    const healthy = `until [ "$("$0" inspect -f '{{.State.Health.Status}}' "$1")" = healthy ]; do sleep 0.15; done`;
    run('until healthy', 'timeout', ['60', 'sh', '-c', healthy, docker, container]);
  } finally {
    run('docker rm', docker, ['rm', '-f', container]);
    run('docker image rm', docker, ['image', 'rm', local]);
  }

  const offline = ['--quiet', '--skip-db-update', '--skip-version-check'];
  run('trivy image', trivy, [
    'image',
    ...offline,
    '--scanners',
    'vuln',
    '--list-all-pkgs',
    '--format',
    'json',
    '-o',
    file('scan.json'),
    '--input',
    layout,
  ]);
  for (const format of ['sarif', 'cyclonedx', 'spdx-json', 'cosign-vuln'])
    run(`trivy convert ${format}`, trivy, [
      'convert',
      '--quiet',
      '--format',
      format,
      '-o',
      file(format),
      file('scan.json'),
    ]);
  writeFileSync(file('provenance'), JSON.stringify(provenanceOf(metadata)));

  run('crane push', crane, ['push', layout, `${image}:raw`, '--index']);
  const subject = `${image}@${run('crane digest', crane, ['digest', `${image}:raw`]).trim()}`;
  run('cosign sign', cosign, ['sign', '--key', key, ...NO_LOG, '--recursive', subject]);
  for (const [type, predicate] of attestations)
    run(`cosign attest ${type}`, cosign, [
      'attest',
      '--key',
      key,
      ...NO_LOG,
      '--type',
      type,
      '--predicate',
      file(predicate),
      subject,
    ]);
  const judge = ['--key', publicKey, '--insecure-ignore-tlog=true'];
  run('cosign verify', cosign, ['verify', ...judge, subject]);
  for (const [type] of attestations)
    run(`cosign verify-attestation ${type}`, cosign, [
      'verify-attestation',
      ...judge,
      '--type',
      type,
      subject,
    ]);
  run('crane tag', crane, ['tag', subject, 'v1']);
  return took;
}

const attestations = [
  ['slsaprovenance1', 'provenance'],
  ['cyclonedx', 'cyclonedx'],
  ['spdxjson', 'spdx-json'],
  ['vuln', 'cosign-vuln'],
];

/** BuildKit's own record of the build, as a SLSA v1 predicate. */
function provenanceOf(metadata) {
  const record = metadata['buildx.build.provenance'];
  if (record === undefined) throw new Error('buildx wrote no provenance into its metadata');
  if (record.buildDefinition !== undefined) return record;
  return {
    buildDefinition: {
      buildType: 'https://mobyproject.org/buildkit@v1',
      externalParameters: record.invocation?.parameters ?? {},
      resolvedDependencies: record.materials ?? [],
    },
    runDetails: { builder: { id: 'https://example.com/bench' }, metadata: {} },
  };
}
