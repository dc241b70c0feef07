import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type AcgsResult, type RunOptions } from '../bench/run.js';
import { type Project, type Report } from './project.js';

/** Secrets that a run is given and must never show: not in an output, not in a file, not as base64. */
export const CANARIES = {
  GITHUB_TOKEN: 'ghs_canary0token0of0github',
  ACGS_REGISTRY_PASSWORD: 'canary-password-of-the-registry',
  BUILD_SECRET: 'canary-value-of-a-build-secret',
} as const;

/** Runs a release with the canaries in its environment and looks for them in all that it leaves behind. */
export async function releaseWithCanaries(
  it: Project,
  args: readonly string[],
  options: RunOptions = {},
): Promise<AcgsResult & { readonly report: Report }> {
  const result = await it.release(args, { ...options, env: { ...CANARIES, ...options.env } });
  const password = { ...options.env }['COSIGN_PASSWORD'] ?? 'correct horse battery';
  expectNoSecret(it, result, [...Object.values(CANARIES), password]);
  return result;
}

function expectNoSecret(it: Project, { stdout, stderr }: AcgsResult, secrets: readonly string[]): void {
  const texts = new Map([
    ['stdout', Buffer.from(stdout)],
    ['stderr', Buffer.from(stderr)],
    ...filesUnder(it.folder).map((path): [string, Buffer] => [path, readFileSync(path)]),
  ]);
  expect(texts.size).toBeGreaterThan(2);
  for (const [place, bytes] of texts)
    for (const secret of secrets) {
      expect(bytes.includes(secret), `${place} holds a secret`).toBe(false);
      const encoded = Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1);
      expect(bytes.includes(encoded), `${place} holds a secret as base64`).toBe(false);
    }
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A refusal as every one must be: one line with the code, the next steps after it, no stack, the same in the document. */
export function expectFailure(
  result: AcgsResult & { readonly report: Report },
  exit: number,
  code: string,
  ...says: readonly (string | RegExp)[]
): void {
  const { stderr, report } = result;
  expect(result.code, stderr).toBe(exit);
  const errors = stderr.split('\n').filter((line) => line.startsWith('error: '));
  expect(errors, stderr).toHaveLength(1);
  expect(errors[0]).toContain(`[${code}]`);
  expect(stderr).toMatch(/^ {2}→ \S/m);
  expect(stderr).not.toMatch(/^\s+at .*[(:]\d+/m);
  expect(stderr).not.toContain('internal/bug');
  expect(report.error).toMatchObject({ code, exit });
  expect(report.error?.message).not.toContain('\n');
  expect(report.error?.next.length).toBeGreaterThan(0);
  for (const text of says)
    if (typeof text === 'string') expect(stderr).toContain(text);
    else expect(stderr).toMatch(text);
}
