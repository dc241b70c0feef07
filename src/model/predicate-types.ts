/** Predicate types; compared exactly, never by prefix (DESIGN: rules of trust 2). */
export const PREDICATE = {
  /** A signature in cosign 3's bundle form: a statement with an empty predicate. */
  cosignSign: 'https://sigstore.dev/cosign/sign/v1',
  slsaProvenance1: 'https://slsa.dev/provenance/v1',
  slsaProvenance02: 'https://slsa.dev/provenance/v0.2',
  cyclonedx: 'https://cyclonedx.org/bom',
  spdx: 'https://spdx.dev/Document',
  /** cosign's vulnerability predicate (cosign, specs/COSIGN_VULN_ATTESTATION_SPEC.md). */
  vuln: 'https://cosign.sigstore.dev/attestation/vuln/v1',
  vsa: 'https://slsa.dev/verification_summary/v1',
  openvex: 'https://openvex.dev/ns',
  custom: 'https://cosign.sigstore.dev/attestation/v1',
  link: 'https://in-toto.io/Link/v1',
} as const;

/** cosign's `--type` aliases (cosign, cmd/cosign/cli/options/predicate.go). */
export const PREDICATE_ALIASES: Readonly<Record<string, string>> = {
  custom: PREDICATE.custom,
  slsaprovenance: PREDICATE.slsaProvenance02,
  slsaprovenance02: PREDICATE.slsaProvenance02,
  slsaprovenance1: PREDICATE.slsaProvenance1,
  spdx: PREDICATE.spdx,
  spdxjson: PREDICATE.spdx,
  cyclonedx: PREDICATE.cyclonedx,
  link: PREDICATE.link,
  vuln: PREDICATE.vuln,
  openvex: PREDICATE.openvex,
  vsa: PREDICATE.vsa,
};
