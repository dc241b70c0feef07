/** What a CI system says about the job that runs this. All of it comes from outside: never put it into a shell. */
export interface CiContext {
  readonly provider: 'github' | 'gitlab' | 'buildkite' | 'none';
  /** Some CI system runs this, known or not: no prompts, no cursor movements. */
  readonly ci: boolean;
  /** `https://github.com` */
  readonly server?: string;
  /** `owner/name` as the server knows it. */
  readonly repository?: string;
  /** Commit that triggered the job, lower-case hex. */
  readonly commit?: string;
  /** `refs/heads/main`, `refs/tags/v1.0.0`, where the system says which of the two it is. */
  readonly ref?: string;
  /** `push`, `pull_request`, `schedule`, …: the system's own word. */
  readonly event?: string;
  /** Whether the change is proposed by somebody who need not be trusted. */
  readonly pullRequest: boolean;
  /** Who started it. */
  readonly actor?: string;
  /** Identity of the workflow, e.g. `acme/api/.github/workflows/release.yml@refs/tags/v1.0.0`. */
  readonly workflow?: string;
  readonly job?: string;
  /** Id of this run of the workflow. */
  readonly runId?: string;
  /** Counts from 1 where the system counts repeats. */
  readonly runAttempt?: string;
  /** Page of this run, for people. */
  readonly runUrl?: string;
  /** `hosted`: the system's own, fresh machine. */
  readonly runner?: 'hosted' | 'self-hosted';
  /** Whether the job can ask for an OIDC token. */
  readonly oidc: boolean;
}
