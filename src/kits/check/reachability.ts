import { parseAllDocuments } from 'yaml';
import { reachabilityMatrix } from '../network/matrix.js';
import { type NetworkPolicy } from '../network/network-policy.js';
import { reaches } from '../network/reaches.js';
import { type Platform } from '../platform.js';
import { type KitAnswers } from '../read-answers.js';
import { type CheckedFile, type CheckFinding } from './finding.js';

/** Holds network policies against the calls of acgs.yaml: what must be possible is, and nothing else. */
export function reachabilityFindings(
  files: readonly CheckedFile[],
  platform: Platform,
  answers: KitAnswers,
): readonly CheckFinding[] {
  const policies = files.flatMap(({ text }) => {
    const documents = parseAllDocuments(text, { version: '1.2' });
    const objects = (Array.isArray(documents) ? documents : []).map((one) => one.toJS() as unknown);
    return objects.filter(isPolicy);
  });
  const { gatewayNamespace, monitoringNamespace } = answers;
  const [path = ''] = files.map((file) => file.path);
  const neighbours = {
    gatewayNamespace: String(gatewayNamespace),
    monitoringNamespace: String(monitoringNamespace),
  };
  return reachabilityMatrix(platform, neighbours)
    .filter((expectation) => reaches(policies, expectation) !== expectation.allowed)
    .map(({ what, allowed }) => ({
      path,
      check: 'reachability',
      message: allowed ? `${what} must be possible and is not` : `${what} must not be possible and is`,
    }));
}

function isPolicy(value: unknown): value is NetworkPolicy {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'NetworkPolicy';
}
