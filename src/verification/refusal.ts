/**
 * Why a candidate was refused: a closed union, each code with its meaning (docs/security-model.md lists them).
 * A code is contract: scripts and policies match on it.
 */
export const REFUSALS = {
  'bundle/malformed': 'The bundle, envelope or payload cannot be read.',
  'bundle/too-large': 'It exceeds a limit of size, depth or count.',
  'envelope/signature-count': 'A DSSE envelope must carry exactly one signature.',
  'envelope/payload-type': 'The envelope’s payload is no in-toto statement.',
  'statement/malformed': 'What was signed is not a statement that can be read.',
  'subject/mismatch': 'The statement or payload speaks of something else.',
  'predicate/mismatch': 'The predicate is of another type than the one asked for.',
  'digest/mismatch': 'The signature is over another digest.',
  'digest/unavailable':
    'The key signs with a digest that is not known of the artifact; pass the file itself.',
  'key/kind': 'It was signed by a key where an identity was asked for, or the other way round.',
  'key/mismatch': 'It was signed by another key.',
  'key/unsupported': 'It was signed by a key of a kind that is not accepted.',
  'signature/invalid': 'The signature does not verify.',
  'certificate/malformed': 'The certificate cannot be read.',
  'certificate/untrusted': 'The certificate leads to no trusted authority, or was not valid when it signed.',
  'certificate/usage': 'The certificate is not one for code signing.',
  'certificate/transparency': 'The certificate’s timestamp from a certificate log is missing or wrong.',
  'log/missing': 'There are fewer entries of distinct transparency logs than asked for.',
  'log/untrusted': 'A log entry’s proof or promise cannot be verified by a trusted log.',
  'log/mismatch': 'A log entry speaks of another signature or artifact.',
  'log/key-mismatch': 'A log entry holds another key or certificate than the bundle.',
  'log/duplicate': 'The same log entry is there twice.',
  'log/window': 'The log’s key was not valid at the time.',
  'timestamp/missing': 'No signed time says when the signature was made.',
  'timestamp/invalid': 'A timestamp cannot be verified by a trusted authority.',
  'identity/subject': 'The certificate names another subject.',
  'identity/issuer': 'The certificate’s identity comes from another issuer.',
  'identity/extension': 'A claim in the certificate has another value.',
  'age/too-old': 'The signature is older than allowed.',
  'signer/threshold': 'Fewer distinct signers have signed than asked for.',
  'annotation/mismatch': 'A signed annotation is missing or has another value.',
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** Ends the verification of one candidate; it never leaves this room ({@link verifyEvidence} turns it into a document). */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly code: RefusalCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
