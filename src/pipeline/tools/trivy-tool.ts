import { findTrivy } from '../../scan/find-trivy.js';
import { type Tool } from '../step.js';

/** Trivy, of a version that is known to be good. */
export const trivyTool: Tool = {
  id: 'trivy',
  title: 'Trivy',
  async probe() {
    return { version: (await findTrivy()).version };
  },
};
