import { ACGS_URI } from '../model/uris.js';

/** Where acgs runs, as far as trust goes: each way with other security attributes has an id of its own (SLSA, builder.id). */
export type BuilderKind = 'local' | 'github-actions-job' | 'gitlab-job';

/** What one builder id stands for. The level is never written into provenance: verifiers and the pages behind the ids say it. */
export interface BuilderKnowledge {
  readonly id: string;
  /** The most that provenance of this builder can establish, and what for. */
  readonly highestLevel: 1 | 2;
  readonly condition: string;
}

/** Every builder id of ours; each has its page under docs/builders/. */
export const BUILDERS: Readonly<Record<BuilderKind, BuilderKnowledge>> = {
  local: {
    id: `${ACGS_URI}/builders/local/v1`,
    highestLevel: 1,
    condition: 'built on a workstation, provenance made by the same person',
  },
  'github-actions-job': {
    id: `${ACGS_URI}/builders/github-actions-job/v1`,
    highestLevel: 2,
    condition:
      'only when signed keyless with the token of the job on a runner hosted by GitHub, and repository, commit, ref, workflow and run equal those of the certificate; otherwise 1',
  },
  'gitlab-job': {
    id: `${ACGS_URI}/builders/gitlab-job/v1`,
    highestLevel: 2,
    condition:
      'only when signed keyless with the token of the job on a runner hosted by GitLab, and project, commit, ref and pipeline equal those of the certificate; otherwise 1',
  },
};
