import { BUILDERS } from './builders.js';
import { githubJob } from './github-place.js';

/** Where acgs runs. A verifier believes the certificate, not this; it only has to agree. */
export interface BuildPlace {
  readonly builderId: string;
  /** URL of this run; missing on a workstation. */
  readonly invocationId?: string;
  readonly ci?: { readonly name: 'github' | 'gitlab'; readonly ids: Readonly<Record<string, string>> };
  /**
   * The commit that the job was started for, and its ref: CI checks out a detached HEAD, which knows no branch. The repository's
   * URL where an identity vouches for it.
   */
  readonly started?: { readonly commit: string; readonly ref: string; readonly repository?: string };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the place from an environment, which anybody can write: a GitHub Actions job, a GitLab job, or a workstation. Only ids are taken, never the whole environment. */
export function buildPlace(env: Environment): BuildPlace {
  if (env['GITHUB_ACTIONS'] === 'true') return githubJob(env);
  if (env['GITLAB_CI'] === 'true') return gitlabJob(env);
  return { builderId: BUILDERS.local.id };
}

function gitlabJob(env: Environment): BuildPlace {
  const tag = env['CI_COMMIT_TAG'];
  const branch = env['CI_COMMIT_BRANCH'];
  const ref =
    tag !== undefined && tag !== ''
      ? `refs/tags/${tag}`
      : branch === undefined || branch === ''
        ? undefined
        : `refs/heads/${branch}`;
  const url = env['CI_JOB_URL'];
  return {
    builderId: BUILDERS['gitlab-job'].id,
    ...(url === undefined ? {} : { invocationId: url }),
    ci: {
      name: 'gitlab',
      ids: present({
        project_id: env['CI_PROJECT_ID'],
        pipeline_id: env['CI_PIPELINE_ID'],
        pipeline_source: env['CI_PIPELINE_SOURCE'],
        job_id: env['CI_JOB_ID'],
        runner_id: env['CI_RUNNER_ID'],
        config_path: env['CI_CONFIG_PATH'],
      }),
    },
    ...started(env['CI_COMMIT_SHA'], ref),
  };
}

function started(commit: string | undefined, ref: string | undefined): Pick<BuildPlace, 'started'> {
  return commit === undefined || ref === undefined || ref === '' ? {} : { started: { commit, ref } };
}

function present(ids: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ids).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  );
}
