import { join } from 'node:path';
import { type AppliedChange, explainingRules } from '../dockerfile/harden/expected-differences.js';
import { externalImages } from '../dockerfile/external-images.js';
import { parseDockerfile } from '../dockerfile/parse/parse-dockerfile.js';
import { compareConfigs } from '../image/compare-configs.js';
import { type BuildRequest } from '../image/build-request.js';
import { type SmokeSettings } from '../image/smoke/settings.js';
import { AcgsError } from '../model/errors.js';
import { type Proof, type ProvenImage } from '../model/proof.js';
import { type JsonObject } from '../registry/bounded-json.js';
import { type RegistryOptions } from '../registry/options.js';
import { withScratchFiles } from '../system/scratch-files.js';
import { build } from './build.js';
import { platformConfig } from './prove/platform-config.js';
import { reasonsAgainst } from './prove/reasons-against.js';
import { smoke } from './smoke.js';

export interface ProveRequest {
  readonly before: string;
  readonly after: string;
  /** The changes that are in `after`. */
  readonly applied: readonly AppliedChange[];
  /** How both are built; only the text of the Dockerfile differs. */
  readonly build: Omit<BuildRequest, 'dockerfile' | 'labels' | 'sourceDateEpoch' | 'platforms'>;
  /** The file as users know it. */
  readonly file: string;
  /** How both are run; undefined: `smoke: false` in acgs.yaml. */
  readonly smoke: SmokeSettings | undefined;
  readonly registry?: RegistryOptions;
  /** What the builder and the containers print, and how far it is. */
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

interface Built extends ProvenImage {
  readonly config: JsonObject;
}

/**
 * Builds a Dockerfile and its hardened form in the same way, runs both, and compares what the images say of themselves.
 * Nothing is left behind: no layout, no image, no container.
 * @throws AcgsError `build/failed`, `engine/missing`, `engine/too-old`, `tool/missing`, `run/interrupted`
 */
export async function prove(request: ProveRequest): Promise<Proof> {
  const [before, after] = await withScratchFiles(
    new Map(),
    async (root) =>
      [await buildAndRun(request, root, 'before'), await buildAndRun(request, root, 'after')] as const,
  );
  const differences = compareConfigs(before.config, after.config).map(
    ({ field, before: old, after: now }) => ({
      field,
      ...(old === undefined ? {} : { before: old }),
      ...(now === undefined ? {} : { after: now }),
      rules: explainingRules(field, request.applied),
    }),
  );
  const reasons = reasonsAgainst(before, after, differences);
  return { proven: reasons.length === 0, before: proven(before), after: proven(after), differences, reasons };
}

async function buildAndRun(request: ProveRequest, root: string, which: 'before' | 'after'): Promise<Built> {
  const { build: how, file, registry, signal, onLine, smoke: settings } = request;
  const text = request[which];
  const { images, stages } = externalImages(parseDockerfile(text), {
    buildArgs: how.buildArgs,
    ...(how.target === undefined ? {} : { target: how.target }),
  });
  const telling = {
    ...(onLine === undefined ? {} : { onLine }),
    ...(signal === undefined ? {} : { signal }),
  };
  onLine?.(`${which === 'before' ? 'as it is' : 'hardened'}: building ${file}`);
  const { artifact } = await build({
    ...{ service: which, image: which, root, layout: join(root, which), bases: images, stages },
    request: { ...how, dockerfile: { path: file, text }, platforms: [], sourceDateEpoch: 0 },
    labels: { constitutionalHash: false },
    ...(registry === undefined ? {} : { registry }),
    ...telling,
  });
  const [image] = artifact.platforms;
  if (image === undefined) throw new AcgsError('build/failed', `${file} gives an image of no platform`);
  const config = await platformConfig(join(root, artifact.layout), image.config);
  const about = { digest: artifact.digest, config };
  if (settings === undefined)
    return { ...about, smoke: { status: 'skipped', why: 'smoke: false in acgs.yaml' } };
  onLine?.(`${which === 'before' ? 'as it is' : 'hardened'}: running the image`);
  try {
    const outcome = await smoke({ artifact, root, platform: image.platform, settings, ...telling });
    if (outcome.status === 'skipped') return { ...about, smoke: { status: 'skipped', why: outcome.reason } };
    return { ...about, smoke: { status: 'passed', observed: outcome.observed } };
  } catch (error) {
    if (!(error instanceof AcgsError) || error.code !== 'smoke/unhealthy') throw error;
    return { ...about, smoke: { status: 'failed', why: error.message } };
  }
}

function proven({ digest, smoke: outcome }: Built): ProvenImage {
  return { digest, smoke: outcome };
}
