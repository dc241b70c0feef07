import { resolve } from 'node:path';
import { factsOf } from '../system/files.js';

/** Where `--output` points: a file for the one document, or a folder for all files. */
export type OutputTarget = { readonly file: string } | { readonly folder: string } | undefined;

/** A folder is one that is there, or a name that ends in `/`. Paths come back absolute. */
export async function outputTarget(output: string | undefined): Promise<OutputTarget> {
  if (output === undefined) return undefined;
  const path = resolve(output);
  const isFolder = output.endsWith('/') || (await factsOf(path))?.kind === 'directory';
  return isFolder ? { folder: path } : { file: path };
}
