import { originTeller, type Origin, type OriginBasis } from './origin.js';
import { type TrivyReport, type TrivyResult, type TrivyVulnerability } from './report.js';
import { type Severity } from '../model/severity.js';
import { severityOf } from './severity.js';

/** One vulnerability of one package in one platform of an image. */
export interface ScanFinding {
  /** `CVE-2023-0464`, `GHSA-…` */
  readonly id: string;
  readonly package: string;
  readonly purl: string | undefined;
  readonly installed: string;
  /** Empty where there is no fix. */
  readonly fixed: string;
  /** Trivy's: `fixed`, `affected`, `will_not_fix`, `end_of_life`, … */
  readonly status: string;
  readonly severity: Severity;
  readonly title: string;
  readonly url: string;
  /** Path of a language package in the image. */
  readonly path: string | undefined;
  /** Trivy's name for where it was found. */
  readonly target: string;
  readonly platform: string;
  readonly origin: Origin;
  readonly originBasis: OriginBasis;
  /** Set where a VEX document says that it does not matter here. */
  readonly vex?: { readonly status: string; readonly statement: string; readonly source: string };
}

/**
 * All findings of a report, those that VEX or an ignore file took out included: ignoring is the gate's decision, made
 * anew each time with today's date (see gate.ts).
 */
export function findingsOf(
  report: TrivyReport,
  about: { readonly platform: string; readonly baseLayers?: number },
): ScanFinding[] {
  const teller = originTeller(report, about.baseLayers);
  const finding = (vulnerability: TrivyVulnerability, result: TrivyResult): ScanFinding => ({
    id: vulnerability.VulnerabilityID,
    package: vulnerability.PkgName,
    purl: vulnerability.PkgIdentifier?.PURL,
    installed: vulnerability.InstalledVersion ?? '',
    fixed: vulnerability.FixedVersion ?? '',
    status: vulnerability.Status ?? 'unknown',
    severity: severityOf(vulnerability.Severity),
    title: vulnerability.Title ?? '',
    url: vulnerability.PrimaryURL ?? '',
    path: vulnerability.PkgPath,
    target: result.Target,
    platform: about.platform,
    origin: teller.originOf(vulnerability, result),
    originBasis: teller.basis,
  });
  return (report.Results ?? []).flatMap((result) => [
    ...(result.Vulnerabilities ?? []).map((vulnerability) => finding(vulnerability, result)),
    ...(result.ExperimentalModifiedFindings ?? []).flatMap((modified) => {
      if (modified.Type !== 'vulnerability' || modified.Finding === undefined) return [];
      const plain = finding(modified.Finding, result);
      if (modified.Status === 'ignored') return [plain];
      return [
        {
          ...plain,
          vex: {
            status: modified.Status,
            statement: modified.Statement ?? '',
            source: modified.Source ?? '',
          },
        },
      ];
    }),
  ]);
}
