import { type Digest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { steadyCycloneDx, steadySpdx } from './steady-inventory.js';

/** What an inventory is about. */
interface About {
  readonly image: string;
  /** Of the platform's manifest. */
  readonly digest: Digest;
  readonly throwAwayName: string;
  /** `created` of the image's config. */
  readonly created: string | undefined;
}

/** Formats of an inventory. */
export type SbomFormat = 'cyclonedx' | 'spdx';

/**
 * Puts the image's name and digest where Trivy wrote the throw-away folder's (an inventory that says "image" names
 * nothing), and takes chance and time out of it: the same image has the same inventory, byte for byte.
 * @throws AcgsError `evidence/invalid` if the text is not such an inventory
 */
export function nameInventory(text: string, format: SbomFormat, about: About): string {
  const document = parse(text, format);
  const named =
    format === 'cyclonedx'
      ? steadyCycloneDx(nameCycloneDx(document, about), about.digest, about.created)
      : steadySpdx(nameSpdx(document, about), about.digest, about.created);
  return `${JSON.stringify(named, undefined, 2)}\n`;
}

type Json = Readonly<Record<string, unknown>>;

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
