import { type KeyObject } from 'node:crypto';
import { type TransparencyLogEntry } from '../evidence/bundle.js';
import { spkiOf } from '../evidence/public-key.js';
import { type TrustAnchors } from '../trust/trust-anchors.js';
import { loggedKeyOf } from './log-entry-key.js';
import { Refused } from './refusal.js';
import { type SignedEvidence } from './signed-evidence.js';

/**
 * The key or certificate in each log entry must be the bundle's (sigstore client specification, 4.4): otherwise an entry made
 * for another identity would count (CVE-2026-22703).
 * @param key the key of the policy, where there is no certificate
 * @throws Refused `log/key-mismatch`
 */
export function checkLoggedKeys(evidence: SignedEvidence, key: KeyObject | undefined): void {
  for (const entry of evidence.logEntries) {
    const logged = loggedKeyOf(entry);
    const expected =
      evidence.key.kind === 'certificate' ? evidence.key.der : key === undefined ? undefined : spkiOf(key);
    if (logged.kind !== evidence.key.kind || expected?.equals(logged.der) !== true)
      throw new Refused('log/key-mismatch', `the log entry ${entry.logIndex} holds another ${logged.kind}`);
  }
}

/**
 * A repeated entry proves nothing twice.
 * @throws Refused `log/duplicate`
 */
export function checkNoDuplicates(entries: readonly TransparencyLogEntry[]): void {
  const seen = new Set<string>();
  for (const { logId, canonicalizedBody, logIndex } of entries) {
    const name = `${logId.keyId.toString('hex')} ${canonicalizedBody.toString('base64')}`;
    if (seen.has(name)) throw new Refused('log/duplicate', `the log entry ${logIndex} is there twice`);
    seen.add(name);
  }
}

/**
 * A proof names a root and a size that nobody signs; they must be those of the checkpoint, which the log signs. `@sigstore/verify` looks at the
 * checkpoint alone, other readers of the bundle may not.
 * @throws Refused `log/untrusted`
 */
export function checkProofs(entries: readonly TransparencyLogEntry[]): void {
  for (const { inclusionProof, logIndex } of entries) {
    if (inclusionProof === undefined) continue;
    const { rootHash, treeSize, checkpoint } = inclusionProof;
    const [, size = '', root = ''] = (checkpoint?.envelope ?? '').split('\n');
    if (size !== treeSize || !rootHash.equals(Buffer.from(root, 'base64')))
      throw new Refused(
        'log/untrusted',
        `the proof of the log entry ${logIndex} is not about its checkpoint`,
      );
  }
}

/**
 * Where the entry stands in its log, by what was verified: the promise covers the entry's own index, the proof only its own.
 */
export function provenIndex({ logIndex, inclusionPromise, inclusionProof }: TransparencyLogEntry): string {
  return inclusionPromise === undefined ? (inclusionProof?.logIndex ?? logIndex) : logIndex;
}

/**
 * A threshold of n logs is met by n logs, not by n entries of one (CVE-2026-49834).
 * @throws Refused `log/missing`
 */
export function checkDistinctLogs(entries: readonly TransparencyLogEntry[], threshold: number): void {
  const logs = new Set(entries.map(({ logId }) => logId.keyId.toString('hex')));
  if (logs.size < threshold)
    throw new Refused('log/missing', `expected entries of ${threshold} distinct logs, got ${logs.size}`);
}

/**
 * An entry that proves only inclusion carries no time of its own, so the log's window is held against the signed times.
 * Both ends of the window belong to it.
 * @throws Refused `log/window`
 */
export function checkLogWindows(
  entries: readonly TransparencyLogEntry[],
  times: readonly Date[],
  { tlogs }: TrustAnchors,
): void {
  for (const { logId } of entries) {
    const windows = tlogs.filter((log) => log.logID.equals(logId.keyId)).map(({ validFor }) => validFor);
    const outside = times.find((time) => !windows.some(({ start, end }) => start <= time && time <= end));
    if (outside !== undefined)
      throw new Refused('log/window', `the log was not trusted at ${outside.toISOString()}`);
  }
}
