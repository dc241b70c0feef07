import { ownFindings } from '../../../src/actions/kit/own-checks.js';

/** What `acgs kit check` itself says of Terraform files, by path: findings, and what it could not judge. */
export async function judgeTerraform(texts: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const files = Object.entries(texts)
    .filter(([path]) => /\.(?:tf|hcl)$/.test(path))
    .map(([path, text]) => ({ path, text, format: 'hcl' }));
  const manifest = { name: 'judged', version: '1.0.0', title: '', summary: '' };
  const none = { answers: {}, needs: [], files: [], validators: [] };
  const { findings, notRun } = await ownFindings([{ manifest: { ...manifest, ...none }, files }]);
  return [...findings.map(({ message }) => message), ...notRun.map(({ reason }) => reason)];
}
