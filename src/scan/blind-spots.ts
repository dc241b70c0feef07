import { type TrivyReport } from './report.js';

/**
 * Why "no findings" may mean nothing here: said aloud, because a scanner that recognises nothing reports nothing.
 * One sentence each; empty when Trivy knew what it looked at.
 */
export function blindSpots(report: TrivyReport, platform: string): string[] {
  const spots: string[] = [];
  const os = report.Metadata.OS;
  const recognised = (report.Results ?? []).some((result) => (result.Packages ?? []).length > 0);
  if (!recognised)
    spots.push(
      `${platform}: Trivy recognised no package in this image, so "no findings" says nothing about what it holds`,
    );
  else if (os === undefined && (report.Results ?? []).every((result) => result.Class !== 'os-pkgs'))
    spots.push(`${platform}: Trivy recognised no operating system: only language packages were examined`);
  if (os?.EOSL === true)
    spots.push(
      `${platform}: ${os.Family} ${os.Name ?? ''} has reached its end of life: nobody publishes advisories for it any more`,
    );
  return spots;
}
