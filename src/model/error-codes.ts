import { EXIT, type ExitCode } from './exit-code.js';

interface ErrorKind {
  readonly exit: ExitCode;
  /** One sentence for docs/errors.md. */
  readonly summary: string;
  /** Next steps shown when the place that threw gave none of its own. */
  readonly next: readonly string[];
}

const kind = (exit: ExitCode, summary: string, ...next: string[]): ErrorKind => ({ exit, summary, next });

/** The closed union of error codes. A code is contract: scripts match on it. */
export const ERROR_CODES = {
  // usage and configuration: exit 2
  'usage/invalid': kind(
    EXIT.usage,
    'A flag or argument is missing, unknown or contradicts another.',
    'run the command with --help',
  ),
  'reference/invalid': kind(
    EXIT.usage,
    'An image reference or digest cannot be read.',
    'write it as registry/repository:tag or registry/repository@sha256:…',
  ),
  'platform/invalid': kind(
    EXIT.usage,
    'A platform is not of the form os/arch[/variant].',
    'write it as linux/amd64 or linux/arm64/v8',
  ),
  'config/not-found': kind(
    EXIT.usage,
    'No configuration and no Dockerfile was found.',
    'run `acgs init` to write acgs.yaml',
  ),
  'config/syntax': kind(EXIT.usage, 'acgs.yaml is not valid YAML.', 'correct that line of acgs.yaml'),
  'config/unknown-key': kind(
    EXIT.usage,
    'acgs.yaml holds a key that acgs does not know.',
    'see docs/configuration.md for the keys',
  ),
  'config/invalid': kind(
    EXIT.usage,
    'A value in acgs.yaml is of the wrong kind or out of range.',
    'see docs/configuration.md for what may stand there',
  ),
  'template/unsafe-value': kind(
    EXIT.usage,
    'A value cannot be written safely where a template wants it.',
    'change that answer or that value in acgs.yaml',
  ),
  'config/exists': kind(
    EXIT.usage,
    'A file that would be written exists already.',
    'remove it first, or choose another name',
  ),
  'source/dirty': kind(
    EXIT.usage,
    'The work tree has changes, so what is released is no commit.',
    'commit or stash the changes',
    'or pass --allow-dirty (it is recorded in the provenance)',
  ),
  'source/shallow': kind(
    EXIT.usage,
    'A shallow clone cannot tell which commit last touched a service.',
    'fetch the whole history (actions/checkout: fetch-depth: 0)',
  ),
  'source/not-found': kind(
    EXIT.usage,
    'A file or folder named on the command line or in the configuration does not exist.',
    'check the path',
  ),
  'source/not-git': kind(
    EXIT.usage,
    'The folder is no git repository, so the release has no commit.',
    'run it in a git repository',
    'or pass --allow-dirty (it is recorded in the provenance)',
  ),
  'sign/no-signer': kind(
    EXIT.usage,
    '--push without a signer.',
    'pass --key cosign.key (make one with `acgs keys generate`)',
    'or pass --unsigned to publish without signatures',
  ),
  'key/password': kind(
    EXIT.usage,
    'The password does not open the private key.',
    'set COSIGN_PASSWORD to the password of the key',
  ),
  'key/not-found': kind(EXIT.usage, 'A key file does not exist.', 'make one with `acgs keys generate`'),
  'identity/missing': kind(
    EXIT.usage,
    'Keyless signing needs an identity token, and there is none.',
    'in GitHub Actions give the job `permissions: id-token: write`',
    'or pass --identity-token TOKEN|FILE, or set SIGSTORE_ID_TOKEN',
    'or sign with a key: --key cosign.key',
  ),
  'identity/invalid': kind(
    EXIT.usage,
    'The identity token cannot be used: it is no token, names nobody or has expired.',
    'ask for a new token, with the audience `sigstore`',
  ),
  'identity/contradiction': kind(
    EXIT.usage,
    'The environment of a CI job says otherwise than the identity token that the job signs with.',
    'find what sets that variable in the job, and leave it as the runner set it',
  ),
  'verify/no-identity': kind(
    EXIT.usage,
    'Keyless verification needs an identity and an issuer.',
    'pass --certificate-identity and --certificate-oidc-issuer, or --key',
  ),
  'run/locked': kind(EXIT.usage, 'Another acgs run works in this folder.', 'wait until it has ended'),
  'run/not-found': kind(
    EXIT.usage,
    'There is no such run in the journal.',
    'run `acgs report` to see the last run',
  ),
  'run/damaged': kind(
    EXIT.failed,
    'The journal of a run is damaged beyond the torn last line that a killed process leaves.',
    'remove that folder under .acgs/runs and run again without --resume or --from',
  ),
  'run/no-result': kind(
    EXIT.usage,
    '--from or --only needs the result of an earlier run, and there is none that can be used.',
    'run `acgs release --until STEP` first, or leave --from and --only out',
  ),
  'kit/lock': kind(
    EXIT.usage,
    'acgs.lock.json, or a text below .acgs/base that it names, cannot be read or is not what it was.',
    'get it back from git: both are committed',
  ),
  'kit/outside': kind(
    EXIT.usage,
    'A file of a kit would lie outside of the project, behind a link, or where a file or folder is in the way.',
    'remove the link, or what is in the way',
  ),
  'tag/moved': kind(
    EXIT.refused,
    'A version or sha tag exists already for another image; such a tag never moves.',
    'release another version, or another commit',
  ),
  // a step failed: exit 1
  'step/failed': kind(EXIT.failed, 'A step failed.', 'read the log of the step with `acgs explain STEP`'),
  'build/failed': kind(EXIT.failed, 'The image could not be built.', 'read the output of the build above'),
  'smoke/unhealthy': kind(
    EXIT.failed,
    'The container did not become healthy.',
    'read the output of the container above',
  ),
  'harden/unproven': kind(
    EXIT.failed,
    'The image of a hardened Dockerfile does not run, or differs in more than its changes explain.',
    'leave the change out with --skip RULE, or take a lower --risk',
  ),
  'registry/unreachable': kind(
    EXIT.failed,
    'The registry cannot be reached or did not answer as one.',
    'check the name and the network',
    'run `acgs doctor`',
  ),
  'registry/unauthorized': kind(
    EXIT.failed,
    'The registry refused the credentials.',
    'run `docker login` for that registry',
  ),
  'registry/not-found': kind(
    EXIT.failed,
    'The image is not in the registry.',
    'check the name, and that these credentials may see it',
  ),
  'registry/protocol': kind(
    EXIT.failed,
    'The registry answered something that the distribution specification does not allow.',
    'check that the address is a registry',
    'run `acgs doctor`',
  ),
  'network/failed': kind(
    EXIT.failed,
    'A network request failed.',
    'check the network and the proxy settings',
    'then go on: what is done is not done again',
  ),
  'network/refused': kind(
    EXIT.failed,
    'A connection was refused by --offline or by the rules of trust.',
    'leave --offline out, or use a host of this machine',
  ),
  'service/unreachable': kind(
    EXIT.failed,
    'A service that signing needs (certificate authority, log, timestamp authority, identity provider) does not answer.',
    'try again: nothing was published, and what is done is not done again',
    'check the address of the service, the network and the proxy settings',
  ),
  'service/refused': kind(
    EXIT.failed,
    'A service that signing needs refused the request.',
    'read what the service said; check its address and the identity token',
  ),
  'service/invalid': kind(
    EXIT.failed,
    'A service answered something else than what it was asked for, so nothing of it is used.',
    'check that the address is that of the service; if it is, report this to whoever runs it',
  ),
  'file/failed': kind(
    EXIT.failed,
    'A file could not be read or written.',
    'check the free space and the permissions of the folder',
  ),
  'kms/failed': kind(
    EXIT.failed,
    'A KMS plugin failed, or answered something that its protocol does not allow.',
    'read what the plugin said; ACGS_PLUGIN_ENV names the variables that it may see',
  ),
  'tool/failed': kind(EXIT.failed, 'A tool that acgs called failed.', 'read what the tool said'),
  'internal/bug': kind(
    EXIT.failed,
    'acgs made a mistake.',
    'please report it with the run folder .acgs/runs/<id>',
  ),
  // a gate refused: exit 3
  'lint/refused': kind(
    EXIT.refused,
    'The lint gate refused.',
    'run `acgs dockerfile lint` to see all findings',
  ),
  'scaffold/differs': kind(
    EXIT.refused,
    'A file is not as it would be scaffolded.',
    'see the difference with `acgs dockerfile scaffold --diff`',
  ),
  'policy/refused': kind(
    EXIT.refused,
    'A test of a policy failed.',
    'read which, and mend the policy or the test',
  ),
  'workflow/outdated': kind(
    EXIT.refused,
    'Actions in the workflows are not at the commits that acgs knows.',
    'run `acgs workflow update`',
  ),
  'gate/refused': kind(EXIT.refused, 'The release gate refused.', 'see the reasons in the report'),
  'kit/conflict': kind(
    EXIT.refused,
    "A file was edited where the kit changes it too, or is not the kit's; nothing was written.",
    'see it with `acgs kit diff`',
  ),
  'compliance/refused': kind(
    EXIT.refused,
    'Something rendered, built or attested does not carry the constitutional hash of acgs.yaml.',
    'render and build it again: `acgs kit update`, `acgs release`',
  ),
  'kit/refused': kind(
    EXIT.refused,
    'A file of a kit is not as it must be: drift, or a validator found something.',
    'see the findings; `acgs kit status` shows how the files stand',
  ),
  'kit/overlap': kind(
    EXIT.refused,
    'Two kits have one file: a file has one owner.',
    'give the file up for one of them with `acgs kit eject`',
  ),
  // verification: exit 4
  'verify/failed': kind(EXIT.unverified, 'Verification failed.', 'see what is attached with `acgs inspect`'),
  'verify/nothing': kind(
    EXIT.unverified,
    'There is nothing to verify: no signature or attestation was found.',
    'see what is attached with `acgs inspect`',
  ),
  'verify/not-covered': kind(
    EXIT.unverified,
    'The policy does not speak of this image.',
    'add the image to `images` of the policy, or use the policy that speaks of it',
  ),
  'verify/denied': kind(
    EXIT.unverified,
    'The policy denies this digest, whoever signed it.',
    'use another version of the image',
  ),
  'trust/expired': kind(
    EXIT.unverified,
    'Trust material has expired: nobody vouches that it is still the newest.',
    'run `acgs trust update`',
    'or pass --trusted-root FILE, or --offline to use what was fetched last',
  ),
  'trust/invalid': kind(
    EXIT.unverified,
    'A TUF repository gave what does not verify, or is older than what is there.',
    'check the address of the mirror, and who runs it',
  ),
  'evidence/tampered': kind(
    EXIT.unverified,
    'Bytes do not have the digest by which they are named.',
    'fetch it again from where it comes, and do not use these bytes',
  ),
  'evidence/invalid': kind(
    EXIT.unverified,
    'A bundle, key, trusted root or image cannot be read.',
    'check that it is the right file, and fetch it again',
  ),
  'evidence/too-large': kind(
    EXIT.unverified,
    'Something from outside exceeds a limit.',
    'check where it comes from: it is larger than anything of its kind',
  ),
  'key/invalid': kind(
    EXIT.unverified,
    'A key file does not hold a key that acgs can read.',
    'check the file: a private or public key in PEM, as `acgs keys generate` makes',
  ),
  // missing: exit 5
  'engine/missing': kind(
    EXIT.missing,
    'No Docker engine answers.',
    'start Docker, or set DOCKER_HOST',
    'run `acgs doctor`',
  ),
  'engine/too-old': kind(
    EXIT.missing,
    'The Docker engine is too old (25 or newer is needed).',
    'update Docker',
  ),
  'tool/missing': kind(EXIT.missing, 'A tool that this command needs is not installed.', 'run `acgs doctor`'),
  'kit/not-run': kind(
    EXIT.missing,
    '--strict, and a validator of a kit could not be run.',
    'install what is missing, or leave --strict out',
  ),
  'trivy/missing': kind(
    EXIT.missing,
    'Trivy is not installed.',
    'run `acgs doctor --fix` to install the pinned version',
  ),
  'trivy/refused': kind(
    EXIT.missing,
    'This Trivy version is known to be compromised or too old.',
    'run `acgs doctor --fix` to install the pinned version',
  ),
  'trivy/no-database': kind(
    EXIT.missing,
    'Trivy has no vulnerability database, so it cannot tell anything.',
    'check the network, or name a mirror with --db-repository',
  ),
  'trivy/old-database': kind(
    EXIT.missing,
    'The vulnerability database is older than --max-db-age.',
    'update it, or raise --max-db-age',
  ),
  'node/too-old': kind(
    EXIT.missing,
    'This Node.js is too old.',
    'install Node.js 24, or set ACGS_NODE to one',
  ),
  // time and signals
  'run/timeout': kind(
    EXIT.timedOut,
    'The time limit was reached.',
    'raise --timeout, or look at the slow step with `acgs explain`',
  ),
  'run/interrupted': kind(
    EXIT.interrupted,
    'The command was interrupted.',
    'give the command again; a release goes on with `acgs release --resume`',
  ),
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERROR_CODES;
