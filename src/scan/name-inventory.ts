import { type Digest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';

/** Formats of an inventory. */
export type SbomFormat = 'cyclonedx' | 'spdx';

/**
 * Puts the image's name and digest where Trivy wrote the throw-away folder's: an inventory that says "image" names nothing.
 * Everything else stays as the tool wrote it, its serial number too.
 * @throws AcgsError `evidence/invalid` if the text is not such an inventory
 */
export function nameInventory(
  text: string,
  format: SbomFormat,
  about: { readonly image: string; readonly digest: Digest; readonly throwAwayName: string },
): string {
  const document = parse(text, format);
  const named = format === 'cyclonedx' ? nameCycloneDx(document, about) : nameSpdx(document, about);
  return `${JSON.stringify(named, undefined, 2)}\n`;
}

type Json = Readonly<Record<string, unknown>>;
interface About {
  readonly image: string;
  readonly digest: Digest;
  readonly throwAwayName: string;
}

function parse(text: string, format: SbomFormat): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AcgsError('evidence/invalid', `the ${format} inventory is not JSON`, { cause: error });
  }
  const document = record(value);
  const isRight =
    format === 'cyclonedx'
      ? document['bomFormat'] === 'CycloneDX'
      : typeof document['spdxVersion'] === 'string';
  if (!isRight)
    throw new AcgsError('evidence/invalid', `expected a ${format} inventory, got another document`);
  return document;
}

const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

function nameCycloneDx(document: Json, { image, digest }: About): Json {
  const metadata = record(document['metadata']);
  const component = { ...record(metadata['component']), name: image, version: digest };
  return { ...document, metadata: { ...metadata, component } };
}

function nameSpdx(document: Json, { image, digest, throwAwayName }: About): Json {
  const packages: readonly unknown[] = Array.isArray(document['packages']) ? document['packages'] : [];
  return {
    ...document,
    name: image,
    documentNamespace: String(document['documentNamespace'] ?? '').replace(
      `/${throwAwayName}-`,
      `/${image.replaceAll(/[^\w.-]+/g, '-')}-`,
    ),
    packages: packages.map((item) => {
      const entry = record(item);
      return entry['primaryPackagePurpose'] === 'CONTAINER' && entry['name'] === throwAwayName
        ? { ...entry, name: image, versionInfo: digest }
        : item;
    }),
  };
}
