import { isMap, parseDocument } from 'yaml';
import { type ConfigurationDocument } from './schema/document.js';

/** Spelled out, because the schema itself would cost `dockerfile lint` the time to load zod; the compiler holds them equal. */
const OUR_KEYS: Readonly<Record<Exclude<keyof ConfigurationDocument, 'version' | '$schema'>, true>> = {
  project: true,
  acgs: true,
  edition: true,
  constitutionalHash: true,
  registry: true,
  registries: true,
  services: true,
  lint: true,
  scan: true,
  sbom: true,
  sign: true,
  verify: true,
  sigstore: true,
  tags: true,
  namespace: true,
  budgets: true,
  kits: true,
};

/**
 * What the file of `-c` is: an acgs.yaml has `version:` and a key of ours; anything else is hadolint's, whose reader
 * refuses what it cannot read.
 */
export function kindOfConfiguration(text: string): 'acgs' | 'hadolint' {
  const { contents } = parseDocument(text, { version: '1.2' });
  if (!isMap(contents) || !contents.has('version')) return 'hadolint';
  return Object.keys(OUR_KEYS).some((key) => contents.has(key)) ? 'acgs' : 'hadolint';
}
