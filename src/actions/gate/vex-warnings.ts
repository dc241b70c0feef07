import { resolve } from 'node:path';
import { type ScanFinding } from '../../scan/scan-finding.js';
import { judgeVex } from '../../scan/vex/judge-vex.js';
import { vexStatements } from '../../scan/vex/vex-statements.js';
import { readText } from '../../system/files.js';

const LIMIT = 16 * 1024 * 1024;

/** VEX statements that answered nothing, over all documents that are files. @throws AcgsError `file/failed`, `config/invalid` */
export async function vexWarnings(
  documents: readonly string[],
  root: string,
  findings: readonly ScanFinding[],
): Promise<string[]> {
  const files = documents.filter((name) => name !== 'repo' && name !== 'oci');
  const warnings = await Promise.all(
    files.map(async (name) => {
      const content = await readText(resolve(root, name), LIMIT);
      return judgeVex(name, vexStatements(content, name), findings);
    }),
  );
  return warnings.flat();
}
