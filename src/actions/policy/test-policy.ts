import { join } from 'node:path';
import { AcgsError } from '../../model/errors.js';
import { compiledPolicy, withoutHeader } from '../../policy/compiled-policy.js';
import { runCompiledTests } from '../../policy/compiled-tests.js';
import { runOpaTests } from '../../policy/opa-tests.js';
import { type RegoTest } from '../../policy/rego-test.js';
import { findExecutable } from '../../system/executables.js';
import { factsOf, readText } from '../../system/files.js';
import { walk } from '../lint/walk.js';

export interface PolicyTests {
  /** `compiled`: in this process, the copy that ships with acgs; `opa`: an installed opa. */
  readonly engine: 'compiled' | 'opa';
  readonly tests: readonly RegoTest[];
}

/**
 * Runs the Rego tests below a folder: the compiled copy while the Rego is the one that it was built from, else opa.
 * @throws AcgsError `source/not-found` where there is no folder, no Rego or no test, `tool/missing`, `tool/failed`
 */
export async function testPolicy(folder: string, signal?: AbortSignal): Promise<PolicyTests> {
  if ((await factsOf(folder))?.kind !== 'directory')
    throw new AcgsError('source/not-found', `there is no folder ${folder}`, {
      next: ['name the folder of the policy', 'or render one with `acgs kit add policies`'],
    });
  const files = await walk(folder, (file) => file.endsWith('.rego'));
  if (files.length === 0)
    throw new AcgsError('source/not-found', `there is no Rego below ${folder}`, {
      next: ['name the folder', 'or render a policy with `acgs kit add policies`'],
    });
  const texts = await Promise.all(
    files.map(async (file) => withoutHeader(await readText(join(folder, file)))),
  );
  const { sources, wasm } = await compiledPolicy();
  if (texts.length === sources.size && texts.every((text) => sources.has(text)))
    return { engine: 'compiled', tests: await runCompiledTests(await wasm()) };
  if (findExecutable('opa') === undefined)
    throw new AcgsError(
      'tool/missing',
      'this Rego is not the one that ships with acgs, and opa is not installed',
      {
        next: ['install opa: https://www.openpolicyagent.org/docs/#running-opa'],
      },
    );
  const tests = await runOpaTests(folder, signal);
  if (tests.length === 0)
    throw new AcgsError('source/not-found', `there is no test in the Rego below ${folder}`, {
      next: ['write rules whose names start with test_'],
    });
  return { engine: 'opa', tests };
}
