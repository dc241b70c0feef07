import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runAcgs } from '../bench/run.js';
import { BoundedWork } from '../../src/registry/bounded-work.js';
import {
  artifactPath,
  caseNames,
  casesFolder,
  casesPresent,
  casesRequired,
  identityOf,
  pathIn,
  trustedRootPath,
} from './conformance-cases.js';

/** One of the 140: a bundle, and its artifact by path or by digest. */
interface Case {
  readonly name: string;
  readonly artifact: string;
  readonly valid: boolean;
}

function allCases(): Case[] {
  return caseNames().flatMap((name) => {
    const path = artifactPath(name);
    const digest = `sha256:${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
    return [path, digest].map((artifact) => ({ name, artifact, valid: !name.endsWith('_fail') }));
  });
}

const bundleOf = (name: string): string =>
  pathIn(name, 'bundle.sigstore.json') ?? `${casesFolder}/${name}/none`;

function flagsOf({ name, artifact }: Case): string[] {
  const key = pathIn(name, 'key.pub');
  const { subject, issuer } = identityOf(name);
  const signer =
    key === undefined
      ? ['--certificate-identity', subject, '--certificate-oidc-issuer', issuer]
      : ['--key', key];
  return [artifact, '--bundle', bundleOf(name), '--trusted-root', trustedRootPath(name), ...signer];
}

function lineOf({ name, artifact }: Case): string {
  const key = pathIn(name, 'key.pub');
  const { subject, issuer } = identityOf(name);
  return JSON.stringify({
    artifact,
    bundle: bundleOf(name),
    trustedRoot: trustedRootPath(name),
    ...(key === undefined ? { certificateIdentity: subject, certificateOidcIssuer: issuer } : { key }),
  });
}

if (!casesPresent && !casesRequired)
  describe('acgs verify blob and sigstore-conformance', () => {
    it.skip(`is left out: the cases are not at ${casesFolder} (set ACGS_CASES)`, () => undefined);
  });
else
  describe('acgs verify blob and sigstore-conformance', () => {
    const cases = allCases();

    it('passes 140 of 140, each in a process of its own', async () => {
      const work = new BoundedWork(3);
      const wrong = await Promise.all(
        cases.map((one) =>
          work.run(async () => {
            const { code, stderr } = await runAcgs(['verify', 'blob', ...flagsOf(one), '-q']);
            return code === (one.valid ? 0 : 4) ? [] : [{ ...one, code, stderr }];
          }),
        ),
      );
      expect(cases).toHaveLength(140);
      expect(wrong.flat()).toEqual([]);
    });

    it('passes 140 of 140 in one process', async () => {
      const { code, json } = await runAcgs(['verify', 'blob', '--batch', '-', '--json'], {
        input: cases.map(lineOf).join('\n'),
      });
      expect(code).toBe(4);
      const { results } = json as { results: { verified: boolean }[] };
      expect(results.map(({ verified }) => verified)).toEqual(cases.map(({ valid }) => valid));
    });
  });
