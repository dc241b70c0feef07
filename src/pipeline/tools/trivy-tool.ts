import { type TrivySession } from '../../scan/trivy-session.js';
import { type Tool } from '../step.js';

/** The Trivy of this run, of a version that is known to be good: found once, for the probe and for the steps. */
export function trivyTool(session: TrivySession): Tool {
  return {
    id: 'trivy',
    title: 'Trivy',
    probe: async () => ({ version: (await session.trivy()).version }),
  };
}
