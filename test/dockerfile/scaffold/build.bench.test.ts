import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { build } from '../../../src/actions/build.js';
import { smoke } from '../../../src/actions/smoke.js';
import { externalImages } from '../../../src/dockerfile/external-images.js';
import { parseDockerfile } from '../../../src/dockerfile/parse/parse-dockerfile.js';
import { type Runtime } from '../../../src/dockerfile/scaffold/stacks.js';
import { bench, type BaseImageName } from '../../bench/bench.js';
import { runOk } from '../../bench/run.js';
import { scratchFolder } from '../../bench/scratch.js';
import { serviceOptions, useBenchEngine } from '../../image/bench-images.js';
import { projectCopy, scaffolded } from './scaffolded.js';
import { standIn } from './stand-in.js';

interface Sample {
  readonly project: string;
  /** Folder of the service in the project. */
  readonly service?: string;
  readonly runtime?: Runtime;
  readonly health?: string;
  /** Bases that are not the bench's own: reference → stand-in. */
  readonly standIns?: Readonly<Record<string, string>>;
}

const SAMPLES: readonly Sample[] = [
  { project: 'python-pip', health: '/' },
  { project: 'python-uv', health: '/health' },
  { project: 'python-poetry', health: '/health', standIns: { 'python:3.13-slim': 'python' } },
  { project: 'python-pdm' },
  { project: 'node-npm', health: '/' },
  { project: 'node-workspace', service: 'services/api', health: '/' },
  { project: 'node-pnpm' },
  { project: 'node-yarn' },
  { project: 'node-yarn-berry' },
  { project: 'node-bun', health: '/', standIns: { 'oven/bun:1-slim': 'bun' } },
  { project: 'static' },
  { project: 'go', runtime: 'slim', health: '/health', standIns: { 'golang:1.26-trixie': 'go' } },
  { project: 'rust', health: '/', standIns: { 'rust:1.95-slim-trixie': 'rust' } },
  { project: 'ruby', health: '/', standIns: { 'ruby:3.4-trixie': 'ruby', 'ruby:3.4-slim-trixie': 'ruby' } },
];

beforeAll(useBenchEngine);

it.for(SAMPLES)(
  '$project is built, runs as user 1000 on a read-only root, becomes healthy, and is built again bit for bit',
  { timeout: 600_000 },
  async ({ project, service = '.', runtime, health, standIns = {} }) => {
    const top = projectCopy(project);
    // apart from the project: what a test writes there would be copied into the image
    using scratch = scratchFolder();
    const { scaffolding, files } = await scaffolded(top, {
      directory: service,
      said: { ...(runtime === undefined ? {} : { runtime }), ...(health === undefined ? {} : { health }) },
    });
    const context = join(top, scaffolding.context);
    const dockerfile = join(context, scaffolding.dockerfile);
    const text = readFileSync(dockerfile, 'utf8');
    const { images, stages } = externalImages(parseDockerfile(text));
    const buildContexts: Record<string, string> = {};
    for (const { name } of images) {
      const tag = name.replace(/@.*$/, '');
      const made = standIns[tag];
      const image = made === undefined ? bench().baseImages[tag as BaseImageName] : await standIn(made);
      buildContexts[name] = `docker-image://${image}`;
    }
    const ignore = files[1]?.text ?? '';
    const options = serviceOptions(scratch.folder, text, { context, ignore, buildContexts });
    const { artifact } = await build({ ...options, bases: images, stages });

    const settings = { env: {}, tmpfs: ['/tmp'], readOnly: true, timeoutMs: 60_000 };
    const [platform] = artifact.platforms;
    if (platform === undefined) throw new Error('no platform was built');
    const outcome = await smoke({ artifact, root: scratch.folder, platform: platform.platform, settings });
    expect(outcome).toMatchObject({ status: 'passed', observed: 'healthy' });
    expect(userOf(join(scratch.folder, artifact.layout), platform.manifest)).toBe('1000:1000');

    const digests = [];
    for (const fresh of [[], ['--no-cache']]) {
      const layout = join(scratch.folder, `again-${digests.length}`);
      const output = `type=oci,tar=false,dest=${layout},rewrite-timestamp=true`;
      const contexts = Object.entries(buildContexts).flatMap(([name, at]) => [
        '--build-context',
        `${name}=${at}`,
      ]);
      const flags = ['--quiet', '--provenance=false', '--file', dockerfile, '--output', output, ...contexts];
      await runOk(bench().tools.docker, ['buildx', 'build', ...fresh, ...flags, context], {
        env: { SOURCE_DATE_EPOCH: '1700000000' },
        timeout: 590_000,
      });
      digests.push(indexOf(layout));
    }
    expect(digests[1]).toBe(digests[0]);
  },
);

interface Entry {
  readonly digest: string;
}

/** The digest of the image that a layout holds. */
function indexOf(layout: string): string | undefined {
  const index = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as {
    readonly manifests: readonly Entry[];
  };
  return index.manifests[0]?.digest;
}

/** `User` of the configuration of a platform's image. */
function userOf(layout: string, manifest: string): string {
  const read = (digest: string): unknown =>
    JSON.parse(readFileSync(join(layout, 'blobs', digest.replace(':', '/')), 'utf8'));
  const { config } = read(manifest) as { readonly config: Entry };
  return (read(config.digest) as { readonly config: { readonly User: string } }).config.User;
}
