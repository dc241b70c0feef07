import { createHash } from 'node:crypto';

type Json = Readonly<Record<string, unknown>>;

const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const UUID_AT_END = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A UUID of version 8 (RFC 9562 §5.8) that depends on the seed alone. */
function uuidFrom(seed: unknown): string {
  const hex = createHash('sha256').update(JSON.stringify(seed)).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** When the image was made, if its config says so plausibly: it becomes the inventory's time, as SOURCE_DATE_EPOCH asks. */
function plausible(created: string | undefined): string | undefined {
  const time = created === undefined ? Number.NaN : Date.parse(created);
  return time > 0 ? `${new Date(time).toISOString().slice(0, 19)}Z` : undefined;
}

/**
 * Takes chance and time out of a CycloneDX document: Trivy gives a new serial number, new references for components
 * without a package URL, and the present time in each run, so that the same image never had the same inventory twice.
 */
export function steadyCycloneDx(document: Json, seed: string, created: string | undefined): Json {
  const metadata = record(document['metadata']);
  const root = record(metadata['component']);
  const components = list(document['components']).map(record);
  const renamed = new Map<string, string>();
  const seen = new Map<string, number>();
  for (const component of [root, ...components]) {
    const reference = component['bom-ref'];
    if (typeof reference !== 'string' || !UUID.test(reference)) continue;
    const content = JSON.stringify({ ...component, 'bom-ref': '' });
    const count = seen.get(content) ?? 0;
    seen.set(content, count + 1);
    renamed.set(reference, uuidFrom([seed, content, count]));
  }
  const rename = (value: unknown): unknown =>
    typeof value === 'string' ? (renamed.get(value) ?? value) : value;
  const withReference = (component: Json): Json => ({
    ...component,
    'bom-ref': rename(component['bom-ref']),
  });
  const by = (key: string) => (a: Json, b: Json) => (String(a[key]) < String(b[key]) ? -1 : 1);
  const time = plausible(created);
  const steady = {
    ...document,
    metadata: {
      ...metadata,
      ...(time === undefined ? {} : { timestamp: time }),
      component: withReference(root),
    },
    components: components.map(withReference).sort(by('bom-ref')),
    dependencies: list(document['dependencies'])
      .map(record)
      .map((dependency): Json => ({
        ...dependency,
        ref: rename(dependency['ref']),
        ...('dependsOn' in dependency ? { dependsOn: list(dependency['dependsOn']).map(rename).sort() } : {}),
      }))
      .sort(by('ref')),
  };
  const { timestamp: _, ...lasting } = record(steady.metadata);
  const content = { ...steady, serialNumber: '', metadata: lasting };
  return { ...steady, serialNumber: `urn:uuid:${uuidFrom([seed, content])}` };
}

/** The same for SPDX: creation and annotation times, and the random end of the document's namespace. */
export function steadySpdx(document: Json, seed: string, created: string | undefined): Json {
  const time = plausible(created);
  const timed = (value: unknown): unknown => {
    const entry = record(value);
    if (time === undefined || !('annotations' in entry)) return value;
    const annotations = list(entry['annotations']).map((item) => ({ ...record(item), annotationDate: time }));
    return { ...entry, annotations };
  };
  const steady: Json = {
    ...document,
    ...(time === undefined ? {} : { creationInfo: { ...record(document['creationInfo']), created: time } }),
    packages: list(document['packages']).map(timed),
    ...('files' in document ? { files: list(document['files']).map(timed) } : {}),
  };
  const namespace = String(document['documentNamespace'] ?? '');
  const content = { ...steady, documentNamespace: '', creationInfo: '' };
  return { ...steady, documentNamespace: namespace.replace(UUID_AT_END, uuidFrom([seed, content])) };
}
