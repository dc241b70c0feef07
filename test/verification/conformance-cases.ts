import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The bundle cases of sigstore-conformance (https://github.com/sigstore/sigstore-conformance, Apache-2.0), which are not part of
 * this repository: ACGS_CASES names the folder that holds them.
 */
const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const root = join(
  process.env['ACGS_CASES'] ?? join(repository, '..', 'shared', 'cases'),
  'sigstore-conformance',
);
export const casesFolder = join(root, 'bundle-verify');
/** Whether the cases are there; in CI they must be. */
export const casesPresent = existsSync(casesFolder);
export const casesRequired = process.env['CI'] === 'true';

const IDENTITY =
  'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main';
const ISSUER = 'https://token.actions.githubusercontent.com';

/** Names of the cases; one that ends in `_fail` must be refused. */
export function caseNames(): string[] {
  return readdirSync(casesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** A file of a case, where it has it. */
export function pathIn(name: string, file: string): string | undefined {
  const path = join(casesFolder, name, file);
  return existsSync(path) ? path : undefined;
}

export function fileIn(name: string, file: string): Buffer | undefined {
  const path = pathIn(name, file);
  return path === undefined ? undefined : readFileSync(path);
}

/** The artifact of a case: its own, or the one that all share. */
export const artifactPath = (name: string): string => pathIn(name, 'artifact') ?? join(casesFolder, 'a.txt');

/** The trusted root of a case: its own, or that of the public instance. */
export const trustedRootPath = (name: string): string =>
  pathIn(name, 'trusted_root.json') ?? join(root, 'trusted_root.production.json');

/** Whom a case names, else the default identity, as upstream. */
export const identityOf = (name: string): { readonly subject: string; readonly issuer: string } => ({
  subject: fileIn(name, 'identity')?.toString().trim() ?? IDENTITY,
  issuer: fileIn(name, 'issuer')?.toString().trim() ?? ISSUER,
});
