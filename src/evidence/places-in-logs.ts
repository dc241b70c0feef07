import { asRecord } from '../model/bounded-json.js';

/**
 * A bundle's JSON with the place of each log entry in its log written out, where protobuf JSON leaves out what is zero or empty. The
 * first entry of a log has index 0, the only one of its tree no hashes, and sigstore-python wants to be told so.
 */
export function withPlaces(bundle: string): string {
  const { verificationMaterial, ...rest } = JSON.parse(bundle) as Readonly<Record<string, unknown>>;
  const { tlogEntries, ...material } = verificationMaterial as { readonly tlogEntries: readonly object[] };
  return JSON.stringify({
    ...rest,
    verificationMaterial: { ...material, tlogEntries: tlogEntries.map(withPlace) },
  });
}

function withPlace(entry: object): object {
  const { inclusionProof, ...rest } = entry as Readonly<Record<string, unknown>>;
  const proof = asRecord(inclusionProof);
  return {
    logIndex: '0',
    ...rest,
    ...(proof === undefined ? {} : { inclusionProof: { logIndex: '0', hashes: [], ...proof } }),
  };
}
