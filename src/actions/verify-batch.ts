import { asRecord, parseBoundedJson } from '../model/bounded-json.js';
import { AcgsError } from '../model/errors.js';
import { EXIT } from '../model/exit-code.js';
import { loadAnchors } from '../trust/anchors.js';
import { predicateTypeOf } from '../verification/requirements.js';
import { type SignerPolicy } from '../verification/verify-evidence.js';
import { signerPolicy, type SignerPolicyOptions } from './signer-policy.js';
import { type BlobVerification, verifyBlob } from './verify-blob.js';

/** What holds for every line that does not say otherwise. */
export interface BatchDefaults {
  readonly signer?: SignerPolicyOptions;
  readonly trustedRoot?: string;
  /** `--type` alias or URI. */
  readonly type?: string;
}

/** One line's judgement; `failure` where a file of it (key, trusted root) could not even be read. */
export type BatchResult =
  | BlobVerification
  | {
      readonly artifact: string;
      readonly bundle: string;
      readonly verified: false;
      readonly failure: { readonly code: string; readonly message: string };
    };

const LINE_LIMITS = { bytes: 64 * 1024, depth: 4 };
/** Keys of a line, in the words of the flags. */
const SIGNER_KEYS = [
  'key',
  'certificateIdentity',
  'certificateIdentityRegexp',
  'certificateOidcIssuer',
  'certificateOidcIssuerRegexp',
] as const;
const KEYS: readonly string[] = ['artifact', 'bundle', 'trustedRoot', 'type', ...SIGNER_KEYS];

type Line = Readonly<Partial<Record<string, string>>>;

/**
 * Verifies many files in one process: one JSON object a line, `{"artifact":…,"bundle":…}`, with `key`, `certificateIdentity`,
 * `certificateOidcIssuer`, `trustedRoot` or `type` where the line differs from the defaults. Keys and trusted roots are read once.
 * @throws AcgsError `usage/invalid` for a line that is none, and what is no judgement (a missing file, no identity)
 */
export async function verifyBatch(text: string, defaults: BatchDefaults = {}): Promise<BatchResult[]> {
  const lines = text.split('\n').map((line, at) => ({ line: line.trim(), number: at + 1 }));
  const wanted = lines.filter(({ line }) => line !== '').map(({ line, number }) => readLine(line, number));
  if (wanted.length === 0) throw new AcgsError('verify/nothing', 'the batch names nothing to verify');
  const policies = new Map<string, Promise<SignerPolicy>>();
  const results: BatchResult[] = [];
  for (const line of wanted) results.push(await verifyLine(line, defaults, policies));
  return results;
}

async function verifyLine(
  line: Line,
  defaults: BatchDefaults,
  policies: Map<string, Promise<SignerPolicy>>,
): Promise<BatchResult> {
  const { artifact = '', bundle, trustedRoot = defaults.trustedRoot, type = defaults.type } = line;
  const said = Object.fromEntries(
    SIGNER_KEYS.flatMap((key) => (line[key] === undefined ? [] : [[key, line[key]]])),
  );
  // A line that says anything of the signer says all of it: half from here, half from there would be nobody's policy.
  const signer: SignerPolicyOptions = Object.keys(said).length > 0 ? said : (defaults.signer ?? {});
  const name = JSON.stringify(signer);
  try {
    const policy = policies.get(name) ?? signerPolicy(signer);
    policies.set(name, policy);
    return await verifyBlob({
      artifact,
      policy: await policy,
      anchors: () => loadAnchors(trustedRoot),
      ...(bundle === undefined ? {} : { bundle }),
      ...(type === undefined ? {} : { predicateType: predicateTypeOf(type) }),
    });
  } catch (error) {
    if (!(error instanceof AcgsError) || error.exit !== EXIT.unverified) throw error;
    const { code, message } = error;
    return { artifact, bundle: bundle ?? '', verified: false, failure: { code, message } };
  }
}

function readLine(text: string, number: number): Line {
  const line = parseLine(text);
  const unknown = Object.keys(line ?? {}).find((key) => !KEYS.includes(key));
  const wrong = Object.entries(line ?? {}).find(([, value]) => typeof value !== 'string' || value === '');
  if (line === undefined || unknown !== undefined || wrong !== undefined || line['artifact'] === undefined)
    throw new AcgsError(
      'usage/invalid',
      `line ${number} of the batch: expected a JSON object of texts with "artifact"${unknown === undefined ? '' : `, got the unknown key "${unknown}"`}`,
      { next: [`the keys are ${KEYS.join(', ')}`] },
    );
  return line as Line;
}

function parseLine(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asRecord(parseBoundedJson(Buffer.from(text), 'the line', LINE_LIMITS));
  } catch (error) {
    if (error instanceof AcgsError) return undefined;
    throw error;
  }
}
