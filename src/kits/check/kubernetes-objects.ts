import { type Document, isMap, parseAllDocuments } from 'yaml';
import { type CheckedFile } from './finding.js';

/** A YAML document that is a Kubernetes object: it has an apiVersion and a kind. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name?: unknown };
}

/** The object in a document, where it is one. */
export function objectOf(document: Document.Parsed): KubernetesObject | undefined {
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  const object = document.toJS() as Partial<KubernetesObject>;
  return typeof object.apiVersion === 'string' && typeof object.kind === 'string'
    ? (object as KubernetesObject)
    : undefined;
}

/** Every Kubernetes object of a YAML file. */
export function objectsIn({ text, format }: CheckedFile): readonly KubernetesObject[] {
  if (format !== 'yaml') return [];
  const documents = parseAllDocuments(text, { version: '1.2' });
  return (Array.isArray(documents) ? documents : []).flatMap((document) => objectOf(document) ?? []);
}
