import { AcgsError } from '../../model/errors.js';

/** One vulnerability that a VEX document speaks of. */
export interface VexStatement {
  readonly id: string;
  readonly status: string;
  /** Package URLs that it names as products. */
  readonly products: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;
const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Statements of an OpenVEX (openvex.dev/ns) or CycloneDX VEX document; those of CSAF are Trivy's alone to read: none here.
 * @throws AcgsError `config/invalid` if it is not JSON
 */
export function vexStatements(content: string, name: string): VexStatement[] {
  let document: Json;
  try {
    document = record(JSON.parse(content));
  } catch (error) {
    throw new AcgsError('config/invalid', 'expected a VEX document in JSON', { file: name, cause: error });
  }
  const openVex = list(document['statements']).map((item) => {
    const { vulnerability, status, products } = record(item);
    return {
      id: text(vulnerability) || text(record(vulnerability)['name']),
      status: text(status),
      products: list(products).map((product) => text(product) || text(record(product)['@id'])),
    };
  });
  const cycloneDx = list(document['vulnerabilities']).map((item) => {
    const { id, analysis, affects } = record(item);
    return {
      id: text(id),
      status: text(record(analysis)['state']),
      products: list(affects).map((affected) => text(record(affected)['ref'])),
    };
  });
  return [...openVex, ...cycloneDx].filter(({ id }) => id !== '');
}
