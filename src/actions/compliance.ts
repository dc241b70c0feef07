import { resolve } from 'node:path';
import { listEvidence } from '../evidence/stores/list-evidence.js';
import { HASH_LABEL } from '../model/constitutional-hash.js';
import { hexOf } from '../model/digest.js';
import { kitNames } from '../kits/load-kit.js';
import { hashPlaces } from '../kits/hash-coverage.js';
import { type FetchedManifest } from '../registry/content.js';
import { annotationsOf } from '../registry/read-manifest.js';
import { exists } from '../system/files.js';
import { checkHashLabel } from './hash-label.js';
import { imageSubjects, type ImageSubject } from './image-subjects.js';
import { openLayoutImage } from './open-image.js';
import { type KitProject, type KitProjectOptions, openKitProject } from './kit/kit-project.js';
import { planKits } from './kit/plan-kits.js';

/** Something that is to carry the constitutional hash. */
export interface ComplianceItem {
  readonly kind: 'rendered' | 'built' | 'attested';
  /** File of a kit, or folder of a layout. */
  readonly path: string;
  /** What in it: `header`, an object, a platform, an attestation. */
  readonly where: string;
  readonly found?: string;
  readonly met: boolean;
}

export interface Compliance {
  /** Undefined: acgs.yaml turns the hash off, and nothing is asked for. */
  readonly expected?: string;
  readonly items: readonly ComplianceItem[];
  /** Whole percent, rounded down; 100 where nothing is there. */
  readonly percent: number;
}

export interface ComplianceOptions extends KitProjectOptions {
  /** Folder of the releases, relative to acgs.yaml. */
  readonly output: string;
}

/**
 * Lists everything rendered, built and attested, with or without the hash of acgs.yaml. It is a constant label: having it proves
 * nothing of a thing but that it carries it.
 */
export async function compliance(options: ComplianceOptions): Promise<Compliance> {
  const project = await openKitProject(options);
  const { constitutionalHash: expected } = project.configuration;
  if (expected === false) return { items: [], percent: 100 };
  const found = [
    ...(await rendered(project, expected)),
    ...(await released(project, options.output, expected)),
  ];
  const items = found.map((item) => ({ ...item, met: item.found === expected }));
  const met = items.filter((item) => item.met).length;
  return { expected, items, percent: items.length === 0 ? 100 : Math.floor((100 * met) / items.length) };
}

type Found = Omit<ComplianceItem, 'met'>;

async function rendered(project: KitProject, hash: string): Promise<readonly Found[]> {
  const present = new Set([...project.lock.values()].map(({ kit }) => kit));
  const known = (await kitNames(project.kits)).filter((name) => present.has(name));
  return (await planKits(project, known))
    .flatMap(({ files }) => files)
    .flatMap((plan) =>
      hashPlaces(plan, hash).map(({ where, found }) => ({
        kind: 'rendered',
        path: plan.path,
        where,
        ...told(found),
      })),
    );
}

async function released(
  { root, configuration }: KitProject,
  output: string,
  hash: string,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const { name } of configuration.services) {
    const path = `${output}/${name}/image`;
    if (await exists(resolve(root, path, 'index.json')))
      found.push(...(await inLayout(resolve(root, path), path, hash)));
  }
  return found;
}

/** The image and its platforms by their labels, signatures and attestations by the annotation of what carries them. */
async function inLayout(folder: string, path: string, hash: string): Promise<readonly Found[]> {
  const image = await openLayoutImage(folder);
  const found: Found[] = [];
  for (const subject of await imageSubjects(image.source, image.root)) {
    const value = await hashOf(image.source, subject, hash);
    found.push({ kind: 'built', path, where: subject.platform ?? 'image', ...told(value) });
    for (const { manifest } of await listEvidence(image.source, subject.manifest.descriptor.digest)) {
      const where = `${annotationsOf(manifest.content)?.[PREDICATE_TYPE] ?? 'evidence'} ${hexOf(manifest.descriptor.digest).slice(0, 12)}`;
      found.push({ kind: 'attested', path, where, ...told(hashOfEvidence(manifest)) });
    }
  }
  return found;
}

/** What a Sigstore bundle's manifest says of its content. */
const PREDICATE_TYPE = 'dev.sigstore.bundle.predicateType';

async function hashOf(
  source: Parameters<typeof checkHashLabel>[0],
  { manifest }: ImageSubject,
  hash: string,
): Promise<string | undefined> {
  if (manifest.content.kind === 'index') return annotationsOf(manifest.content)?.[HASH_LABEL];
  return (await checkHashLabel(source, manifest, hash))?.found;
}

/** Under cosign 2's tag many signatures share a manifest: all of them carry it, or what they carry is not said. */
function hashOfEvidence({ content }: FetchedManifest): string | undefined {
  const own = annotationsOf(content)?.[HASH_LABEL];
  if (own !== undefined || content.kind === 'index') return own;
  const [first, ...others] = content.manifest.layers.map(({ annotations }) => annotations?.[HASH_LABEL]);
  return others.every((one) => one === first) ? first : undefined;
}

function told(found: string | undefined): { found?: string } {
  return found === undefined ? {} : { found };
}
