import { type IdentityDocument } from '../config/schema/identity.js';
import { type Expectation } from '../verification/identity-policy.js';
import { type SignerPolicyOptions } from './signer-policy.js';

/** An identity of a file in the words of the flags. */
export function identityOptions(identity: IdentityDocument): SignerPolicyOptions {
  const { githubRepo, githubWorkflow, githubRef, githubSha, githubTrigger, anyWorkflow, claims, ...said } =
    identity;
  const wanted = Object.entries(claims ?? {}).map(([name, value]): [string, Expectation] => [
    name,
    typeof value === 'string' ? { literal: value } : { pattern: value.regexp },
  ]);
  return {
    ...said,
    ...(wanted.length === 0 ? {} : { claims: Object.fromEntries(wanted) }),
    ...(githubRepo === undefined
      ? {}
      : {
          github: {
            repository: githubRepo,
            ...(githubWorkflow === undefined ? {} : { workflow: githubWorkflow }),
            ...(githubRef === undefined ? {} : { ref: githubRef }),
            ...(githubSha === undefined ? {} : { sha: githubSha }),
            ...(githubTrigger === undefined ? {} : { trigger: githubTrigger }),
            ...(anyWorkflow === undefined ? {} : { anyWorkflow }),
          },
        }),
  };
}
