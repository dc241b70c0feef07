import { AcgsError } from '../model/errors.js';

/** One instance of a service in a signing config. */
export interface ListedService {
  readonly url: string;
  readonly majorApiVersion: number;
  readonly operator: string;
  readonly start: Date;
  readonly end: Date | undefined;
}

/** How many of the fitting services are used. */
export type Selector = { readonly kind: 'ANY' | 'ALL' } | { readonly kind: 'EXACT'; readonly count: number };

/**
 * Picks the services to use, as the signing config asks: those valid now, of the highest version that is understood, one of each
 * operator, the newest first (sigstore/protobuf-specs, sigstore_trustroot.proto, Service and ServiceSelector).
 * @param what names the kind in errors, e.g. `log`
 * @throws AcgsError `evidence/invalid` where fewer fit than are asked for
 */
export function selectServices(
  listed: readonly ListedService[],
  selector: Selector,
  { what, versions, at }: { readonly what: string; readonly versions: readonly number[]; readonly at: Date },
): readonly ListedService[] {
  // A kind of service that is not listed is not part of this Sigstore.
  if (listed.length === 0 && selector.kind !== 'EXACT') return [];
  const valid = listed
    .filter(({ start, end }) => start <= at && (end === undefined || at <= end))
    .filter(({ majorApiVersion }) => versions.includes(majorApiVersion));
  const highest = Math.max(...valid.map(({ majorApiVersion }) => majorApiVersion));
  const newest = valid
    .filter(({ majorApiVersion }) => majorApiVersion === highest)
    .sort((a, b) => b.start.getTime() - a.start.getTime());
  const operators = new Set<string>();
  const each = newest.filter(({ operator }) => !operators.has(operator) && operators.add(operator));
  const wanted =
    selector.kind === 'EXACT' ? selector.count : selector.kind === 'ANY' ? 1 : Math.max(1, each.length);
  if (each.length < wanted)
    throw new AcgsError(
      'evidence/invalid',
      `the signing config asks for ${wanted} ${what}, and ${each.length} of the ${listed.length} listed can be used now`,
      { next: ['fetch a newer signing config', 'or update acgs: the services may speak a newer version'] },
    );
  return each.slice(0, wanted);
}
