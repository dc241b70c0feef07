import { type Permissions } from './workflow.js';

/** A push, or a proposal, as GitHub tells a workflow of it. */
export interface ForgeEvent {
  readonly name: 'push' | 'pull_request' | 'workflow_dispatch';
  readonly ref: string;
  readonly sha: string;
  /** `github.event` */
  readonly payload?: { readonly [key: string]: never } | object;
}

/** The server and its machines, as far as a simulated run needs them. */
export interface Forge {
  /** Folder of the repository that jobs check out. */
  readonly origin: string;
  /** `owner/name` */
  readonly repository: string;
  readonly event: ForgeEvent;
  readonly secrets: Readonly<Record<string, string>>;
  /** What `github.token` is worth: a password for the registry where the job may use packages. */
  readonly packagesToken: string;
  /** Where a job that may ask for an OIDC token asks; `claims` become the token's. */
  readonly oidc?: (job: OidcRequest) => { readonly url: string; readonly token: string };
  /** A folder for workspaces, temporary folders and artifacts. */
  readonly folder: string;
  /** Added to the environment of every step, as a machine's image does. */
  readonly machine?: Readonly<Record<string, string>>;
  /** Called between two jobs: what somebody with access to the artifacts could do. */
  readonly between?: (job: string) => void;
}

/** What the server knows of the job that asks for a token. */
export interface OidcRequest {
  readonly repository: string;
  readonly event: ForgeEvent;
  /** `owner/name/.github/workflows/release.yml@ref` of the workflow that was triggered. */
  readonly workflowRef: string;
  /** The same of the workflow whose job it is. */
  readonly jobWorkflowRef: string;
  readonly environment: string | undefined;
  readonly runId: string;
}

/** A fork's proposal gets a token that reads, whatever the workflow asks for, and no OIDC token. */
export function forkLimit(event: ForgeEvent): Permissions | undefined {
  const payload = event.payload as
    { readonly pull_request?: { readonly head: { readonly repo: { readonly fork: boolean } } } } | undefined;
  if (event.name !== 'pull_request' || payload?.pull_request?.head.repo.fork !== true) return undefined;
  return { contents: 'read', packages: 'read', actions: 'read', 'security-events': 'read' };
}

const RANK = { none: 0, read: 1, write: 2 } as const;

/** The lesser of what is asked for and what is allowed; without a limit what is asked for. */
export function limited(asked: Permissions, limit: Permissions | undefined): Permissions {
  if (limit === undefined) return asked;
  return Object.fromEntries(
    Object.entries(asked).map(([scope, access]) => {
      const most = limit[scope] ?? 'none';
      return [scope, RANK[access] <= RANK[most] ? access : most];
    }),
  );
}
