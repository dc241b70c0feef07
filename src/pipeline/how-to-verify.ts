import { hexOf, isDigest } from '../model/digest.js';
import { PREDICATE } from '../model/predicate-types.js';
import { type HowToVerify } from '../model/release-report.js';

/** Name under which a release's public key is written into its output folder. */
export const PUBLIC_KEY_FILE = 'cosign.pub';

const COSIGN_TYPE: Readonly<Record<string, string>> = {
  [PREDICATE.slsaProvenance1]: 'slsaprovenance1',
  [PREDICATE.cyclonedx]: 'cyclonedx',
  [PREDICATE.spdx]: 'spdxjson',
  [PREDICATE.vuln]: 'vuln',
};

export interface VerifiableRelease {
  /** `registry/repository@digest` each. */
  readonly references: readonly string[];
  readonly layout: string | undefined;
  readonly digest: string;
  /** Folder of the release, relative to the project; the public key lies in it. */
  readonly output: string;
  /** Folder of the service. */
  readonly folder: string;
  readonly signed: boolean;
  /** Whom the certificate names, where no key signed. */
  readonly identity?: { readonly subject: string; readonly issuer: string } | undefined;
  /** Of a private Sigstore, relative to the project. */
  readonly trustedRoot?: string | undefined;
  readonly attestations: readonly {
    readonly predicateType: string;
    readonly file: { readonly name: string };
  }[];
}

/**
 * Commands with which others verify a release, to be pasted as they stand in the project's folder: for what was pushed and for
 * the files on disk.
 */
export function howToVerify(release: VerifiableRelease): HowToVerify[] {
  const { references, layout, digest, attestations } = release;
  if (!release.signed || !isDigest(digest)) return [];
  const { acgs: signer, cosign } = signerFlags(release);
  const types = [...new Set(attestations.flatMap(({ predicateType }) => COSIGN_TYPE[predicateType] ?? []))];
  const requirements = ['signature', ...types.map((type) => (type === 'spdxjson' ? 'spdx' : type))].join(',');
  const remote = references.flatMap((reference) => [
    {
      title: `With acgs, from ${reference.split('/')[0] ?? 'the registry'}`,
      command: `acgs verify ${quote(reference)} ${signer} --require ${requirements} --deep`,
    },
    {
      title: 'With cosign 3',
      command: [
        `cosign verify ${cosign} ${quote(reference)}`,
        ...types.map((type) => `cosign verify-attestation ${cosign} --type ${type} ${quote(reference)}`),
      ].join('\n'),
    },
  ]);
  const local: HowToVerify[] =
    layout === undefined
      ? []
      : [
          {
            title: 'The layout on disk, with acgs',
            command: `acgs verify --layout ${quote(layout)} ${signer} --require ${requirements}`,
          },
        ];
  const files = attestations.flatMap(({ predicateType, file }) => {
    const type = COSIGN_TYPE[predicateType];
    if (type === undefined) return [];
    return `cosign verify-blob-attestation --bundle ${quote(`${release.folder}/${file.name}`)} ${cosign} --type ${type} --digest ${hexOf(digest)} --digestAlg sha256`;
  });
  return [
    ...remote,
    ...local,
    ...(files.length === 0
      ? []
      : [{ title: 'The bundles on disk, with cosign 3', command: files.join('\n') }]),
  ];
}

/**
 * How each tool is told who signed. `--insecure-ignore-tlog` is cosign's word for "signed with a key, no log is involved";
 * `--use-signed-timestamps` for "the time is a timestamp authority's", which logs of version 2 need.
 */
function signerFlags({ output, identity, trustedRoot }: VerifiableRelease): { acgs: string; cosign: string } {
  if (identity === undefined) {
    const key = `--key ${quote(`${output}/${PUBLIC_KEY_FILE}`)}`;
    return { acgs: key, cosign: `${key} --insecure-ignore-tlog=true` };
  }
  const { subject, issuer } = identity;
  const flags = [
    `--certificate-identity ${quote(subject)}`,
    `--certificate-oidc-issuer ${quote(issuer)}`,
    ...(trustedRoot === undefined ? [] : [`--trusted-root ${quote(trustedRoot)}`]),
  ].join(' ');
  return { acgs: flags, cosign: trustedRoot === undefined ? flags : `${flags} --use-signed-timestamps` };
}

/** A word for a POSIX shell; plain ones stay plain. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
