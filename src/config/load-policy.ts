import { dirname, resolve } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { readTextIfPresent } from '../system/files.js';
import { problemsOf } from './diagnose.js';
import { firstProblem } from './first-problem.js';
import { policyJsonSchema } from './policy-json-schema.js';
import { readYaml } from './read-yaml.js';
import { type PolicyDocument, policySchema } from './schema/policy.js';

/** A policy, and the folder that its paths are relative to. */
export interface LoadedPolicy {
  readonly document: PolicyDocument;
  readonly folder: string;
}

/**
 * Loads a policy file, YAML or JSON. Nothing in it is optional to understand: a key that acgs does not know, or that nothing
 * would look at, is an error.
 * @throws AcgsError `source/not-found`, `config/syntax`, `config/unknown-key`, `config/invalid`, with file, line and column
 */
export async function loadPolicy(file: string): Promise<LoadedPolicy> {
  const text = await readTextIfPresent(file);
  if (text === undefined)
    throw new AcgsError('source/not-found', `there is no policy ${file}`, { next: ['check --policy'] });
  return { document: parsePolicy(text, file), folder: dirname(resolve(file)) };
}

/** Reads the text of a policy; `name` is what messages call the file. @throws AcgsError as {@link loadPolicy} */
export function parsePolicy(text: string, name: string): PolicyDocument {
  const yaml = readYaml(name, text);
  const parsed = policySchema.safeParse(yaml.data ?? {});
  if (!parsed.success)
    throw firstProblem(name, problemsOf({ ...yaml, schema: policyJsonSchema }, parsed.error.issues));
  return parsed.data;
}
