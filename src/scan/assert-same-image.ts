import { type Digest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { type TrivyReport } from './report.js';

/** What the report must speak of. */
export interface ExpectedImage {
  /** `linux/amd64`; for the message. */
  readonly platform: string;
  readonly config: Digest;
  /** `rootfs.diff_ids` of that config. */
  readonly diffIds: readonly string[];
}

/**
 * Refuses a report of other bytes than the platform's: Trivy scans whatever manifest comes first, and an artifact with
 * an empty config "scans clean" (DESIGN, rules of trust 12).
 * @throws AcgsError `evidence/tampered`
 */
export function assertSameImage(report: TrivyReport, expected: ExpectedImage): void {
  const { ImageID, DiffIDs } = report.Metadata;
  if (ImageID !== expected.config)
    throw new AcgsError(
      'evidence/tampered',
      `the scan of ${expected.platform} speaks of another image: expected the config ${expected.config}, got ${ImageID ?? 'none'}`,
    );
  if (JSON.stringify(DiffIDs ?? []) !== JSON.stringify(expected.diffIds))
    throw new AcgsError(
      'evidence/tampered',
      `the scan of ${expected.platform} did not read the layers that the image has: expected ${expected.diffIds.length}, got ${DiffIDs?.length ?? 0} or others`,
    );
}
