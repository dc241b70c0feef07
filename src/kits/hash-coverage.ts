import { parseAllDocuments } from 'yaml';
import { type FilePlan } from './file-plan.js';
import { splitHeader } from './header.js';

/** Key of the annotation, or label, on Kubernetes objects and pod templates. */
const HASH_ANNOTATION = 'acgs.io/constitutional-hash';

/** One place in a rendered file that is to carry the constitutional hash. */
export interface HashPlace {
  /** `header`, `lock` for a file that can hold no header, or the object: `Deployment api`, `pod template of Deployment api`. */
  readonly where: string;
  /** What stands there; undefined: nothing. */
  readonly found: string | undefined;
}

/**
 * The places of a rendered file, as it is on disk, that carry the hash or should: its header, and each Kubernetes object and pod
 * template in it. A format without comments is covered by the lock as long as the file is what was rendered.
 * @param hash what a file covered by the lock stands for
 */
export function hashPlaces(plan: FilePlan, hash: string): readonly HashPlace[] {
  const { before, base, format, state } = plan;
  if (before === undefined) return [];
  const objects = format === 'yaml' ? objectPlaces(before) : [];
  if (base !== undefined && splitHeader(base).header === '') {
    const covered = state === 'unchanged' || plan.mode !== 'managed';
    return objects.length > 0 ? objects : [{ where: 'lock', found: covered ? hash : undefined }];
  }
  const [, found] = /constitutional-hash=(\S+)/.exec(splitHeader(before).header) ?? [];
  return [{ where: 'header', found }, ...objects];
}

interface Metadata {
  readonly name?: unknown;
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly labels?: Readonly<Record<string, unknown>>;
}
interface Templated {
  readonly template?: { readonly metadata?: Metadata; readonly spec?: { readonly containers?: unknown } };
}
interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: Metadata;
  readonly spec?: Templated & { readonly jobTemplate?: { readonly spec?: Templated } };
}

function objectPlaces(text: string): readonly HashPlace[] {
  const documents = parseAllDocuments(text, { version: '1.2' });
  return (Array.isArray(documents) ? documents : [])
    .map((document) => (document.errors.length > 0 ? undefined : (document.toJS() as unknown)))
    .filter(isKubernetesObject)
    .flatMap(({ kind, metadata, spec }) => {
      const name = `${kind} ${String(metadata?.name ?? '')}`.trim();
      const template = spec?.template ?? spec?.jobTemplate?.spec?.template;
      const isPod = template?.spec?.containers !== undefined;
      return [
        { where: name, found: hashIn(metadata) },
        ...(isPod ? [{ where: `pod template of ${name}`, found: hashIn(template.metadata) }] : []),
      ];
    });
}

/** Objects that live in a cluster; what kustomize reads itself never gets there. */
function isKubernetesObject(value: unknown): value is KubernetesObject {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata } = value as Partial<KubernetesObject>;
  return (
    typeof apiVersion === 'string' &&
    typeof kind === 'string' &&
    typeof metadata === 'object' &&
    !apiVersion.startsWith('kustomize.config.k8s.io/')
  );
}

function hashIn(metadata: Metadata | undefined): string | undefined {
  const found = metadata?.annotations?.[HASH_ANNOTATION] ?? metadata?.labels?.[HASH_ANNOTATION];
  return found === undefined ? undefined : String(found);
}
