import { z } from 'zod';
import { AcgsError } from '../model/errors.js';
import { run } from '../system/exec.js';
import { type RegoTest } from './rego-test.js';

const reported = z.array(
  z.object({
    package: z.string(),
    name: z.string(),
    fail: z.boolean().optional(),
    error: z.unknown().optional(),
  }),
);

/** `opa test` ends with 2 where a test failed; with 1 where it could not run them. */
const TESTS_FAILED = 2;

/**
 * Runs the tests of a folder with an installed opa.
 * @throws AcgsError `tool/missing`, `tool/failed` for Rego that does not compile
 */
export async function runOpaTests(folder: string, signal?: AbortSignal): Promise<RegoTest[]> {
  const { exitCode, stdout, stderr } = await run(
    'opa',
    ['test', '--v1-compatible', '--format=json', '--', folder],
    {
      reads: true,
      ...(signal === undefined ? {} : { signal }),
    },
  );
  if (exitCode !== 0 && exitCode !== TESTS_FAILED)
    throw new AcgsError('tool/failed', 'opa could not run the tests', {
      output: stderr.trim() === '' ? stdout.slice(-4000) : stderr.slice(-4000),
      next: ['look at `opa check --strict` of that folder'],
    });
  return reported.parse(JSON.parse(stdout === '' ? '[]' : stdout)).map((one) => ({
    name: `${one.package.replace(/^data\./, '')}.${one.name}`,
    passed: one.fail !== true && one.error === undefined,
  }));
}
