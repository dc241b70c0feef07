/** `_type` of the statements that acgs writes (in-toto/attestation, spec/v1/statement.md). */
export const STATEMENT_V1 = 'https://in-toto.io/Statement/v1';
/** Still written by cosign, also in v3, and therefore read. */
export const STATEMENT_V01 = 'https://in-toto.io/Statement/v0.1';

/** Algorithm name → lower-case hex (in-toto/attestation, spec/v1/digest_set.md). */
export type DigestSet = Readonly<Record<string, string>>;

/** in-toto ResourceDescriptor (spec/v1/resource_descriptor.md). */
export interface ResourceDescriptor {
  readonly name?: string;
  readonly uri?: string;
  readonly digest?: DigestSet;
  readonly content?: string;
  readonly downloadLocation?: string;
  readonly mediaType?: string;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

/** in-toto Statement; `predicate` is typed by whoever made it. */
export interface Statement<Predicate = unknown> {
  readonly _type: string;
  readonly subject: readonly (ResourceDescriptor & { readonly digest: DigestSet })[];
  readonly predicateType: string;
  readonly predicate: Predicate;
}
