import { HASH_LABEL } from '../model/constitutional-hash.js';
import { type Digest } from '../model/digest.js';

/** What the image says of itself. */
export interface LabelFacts {
  /** URL of the repository. */
  readonly source?: string;
  /** Commit that last touched the service. */
  readonly revision?: string;
  readonly version?: string;
  /** Seconds since 1970, the SOURCE_DATE_EPOCH of the build. */
  readonly createdSeconds: number;
  /** Base of the final stage; unknown for `scratch` and for what could not be resolved. */
  readonly base?: { readonly name: string; readonly digest: Digest };
  readonly constitutionalHash: string | false;
}

/**
 * OCI's pre-defined keys (image-spec, annotations.md) and the constitutional hash: the labels of the config and the
 * annotations of the index. What is not known is left out, never guessed.
 */
export function imageLabels(facts: LabelFacts): Record<string, string> {
  const { source, revision, version, base, constitutionalHash } = facts;
  const created = new Date(facts.createdSeconds * 1000).toISOString().replace('.000Z', 'Z');
  return {
    ...(constitutionalHash === false ? {} : { [HASH_LABEL]: constitutionalHash }),
    ...(base === undefined
      ? {}
      : {
          'org.opencontainers.image.base.digest': base.digest,
          'org.opencontainers.image.base.name': base.name,
        }),
    'org.opencontainers.image.created': created,
    ...(revision === undefined ? {} : { 'org.opencontainers.image.revision': revision }),
    ...(source === undefined ? {} : { 'org.opencontainers.image.source': source }),
    ...(version === undefined ? {} : { 'org.opencontainers.image.version': version }),
  };
}
