import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bench } from './bench.js';
import { runOk } from './run.js';
import { scratchFolder } from './scratch.js';

/** `--build-context NAME=docker-image://…` for every base image of the bench: no FROM of a test leaves the machine. */
export function baseImageContexts(): readonly string[] {
  return Object.entries(bench().baseImages).flatMap(([name, reference]) => [
    '--build-context',
    `${name}=docker-image://${reference}`,
  ]);
}

export interface BuildOptions {
  /** Files of the build context, `Dockerfile` among them. */
  readonly files: Readonly<Record<string, string>>;
  readonly platforms?: readonly string[];
}

/** Builds an image with the bench's own buildx (not with acgs) into a new OCI layout folder `dest`. */
export async function buildLayout(
  dest: string,
  { files, platforms = ['linux/amd64'] }: BuildOptions,
): Promise<void> {
  using context = scratchFolder(files);
  const output = `type=oci,tar=false,dest=${dest}`;
  await runOk(bench().tools.docker, [
    'buildx',
    'build',
    '--quiet',
    '--provenance=false',
    '--platform',
    platforms.join(','),
    ...baseImageContexts(),
    '--output',
    output,
    context.folder,
  ]);
  rmSync(join(dest, 'ingest'), { recursive: true, force: true });
}

/** Builds an image with the bench's own buildx and pushes it; returns its digest (`sha256:…`). */
export async function buildAndPush(
  reference: string,
  { files, platforms = ['linux/amd64'] }: BuildOptions,
): Promise<string> {
  using context = scratchFolder(files);
  using out = scratchFolder();
  const metadata = join(out.folder, 'metadata.json');
  await runOk(bench().tools.docker, [
    'buildx',
    'build',
    '--quiet',
    '--provenance=false',
    '--push',
    '--platform',
    platforms.join(','),
    ...baseImageContexts(),
    '--metadata-file',
    metadata,
    '-t',
    reference,
    context.folder,
  ]);
  return (JSON.parse(readFileSync(metadata, 'utf8')) as { 'containerimage.digest': string })[
    'containerimage.digest'
  ];
}

/** A service of one layer over busybox that stays up and answers its health check: the quickest real image. */
export const quickService: Readonly<Record<string, string>> = {
  Dockerfile: [
    'FROM busybox:stable',
    'COPY index.html /www/index.html',
    'USER 10001',
    'EXPOSE 8080',
    'HEALTHCHECK --interval=1s --timeout=2s --retries=3 CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/"]',
    'CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]',
    '',
  ].join('\n'),
  'index.html': 'hello\n',
};

/** A service whose Python packages have HIGH findings with fixes in the bench's database (CVE-2023-25577, CVE-2023-30861). */
export const vulnerableService: Readonly<Record<string, string>> = {
  Dockerfile: [
    'FROM python:3.13-slim',
    'RUN pip install --no-cache-dir --no-deps flask==2.2.2 werkzeug==2.2.2',
    'USER 10001',
    'CMD ["python3", "-c", "import time; time.sleep(600)"]',
    '',
  ].join('\n'),
};
