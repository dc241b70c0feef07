import { type ReleaseReport } from '../model/release-report.js';

/**
 * The outputs of a release for the steps after it: `digest` and `image` (of the only service, or the first),
 * `images` (JSON, name → image) and `report` (path). Services that have no image yet are left out.
 */
export function releaseOutputs(report: ReleaseReport, reportPath: string): Readonly<Record<string, string>> {
  const built = report.services.filter(({ digest }) => digest !== '');
  const [first] = built;
  return {
    ...(first === undefined ? {} : { digest: first.digest, image: first.image }),
    images: JSON.stringify(Object.fromEntries(built.map(({ name, image }) => [name, image]))),
    report: reportPath,
  };
}
