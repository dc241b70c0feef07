import { AcgsError } from '../model/errors.js';

/** The parts of Trivy's JSON report (schema version 2) that acgs reads; everything else passes through untouched. */
export interface TrivyReport {
  readonly SchemaVersion: 2;
  readonly Trivy?: { readonly Version?: string };
  readonly CreatedAt?: string;
  readonly ArtifactName?: string;
  readonly ArtifactType?: string;
  readonly Metadata: TrivyMetadata;
  readonly Results?: readonly TrivyResult[];
}

export interface TrivyMetadata {
  /** `EOSL`: end of service life, so nobody publishes advisories for it any more. */
  readonly OS?: { readonly Family: string; readonly Name?: string; readonly EOSL?: boolean };
  /** Digest of the image's config. */
  readonly ImageID?: string;
  readonly DiffIDs?: readonly string[];
  readonly ImageConfig?: {
    readonly history?: readonly { readonly created_by?: string; readonly empty_layer?: boolean }[];
  };
}

export interface TrivyResult {
  readonly Target: string;
  /** `os-pkgs`, `lang-pkgs`, … */
  readonly Class?: string;
  readonly Type?: string;
  readonly Packages?: readonly object[];
  readonly Vulnerabilities?: readonly TrivyVulnerability[];
  /** Findings that VEX or an ignore file took out (Trivy, pkg/types/finding.go). */
  readonly ExperimentalModifiedFindings?: readonly TrivyModifiedFinding[];
}

export interface TrivyVulnerability {
  readonly VulnerabilityID: string;
  readonly PkgName: string;
  readonly PkgPath?: string;
  readonly PkgIdentifier?: { readonly PURL?: string };
  readonly InstalledVersion?: string;
  readonly FixedVersion?: string;
  readonly Status?: string;
  readonly Severity?: string;
  readonly Title?: string;
  readonly PrimaryURL?: string;
  readonly Layer?: { readonly DiffID?: string };
}

export interface TrivyModifiedFinding {
  readonly Type: string;
  readonly Status: string;
  readonly Statement?: string;
  readonly Source?: string;
  readonly Finding?: TrivyVulnerability;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isOptional = (value: unknown, kind: 'string' | 'object'): boolean =>
  value === undefined || (kind === 'object' ? isRecord(value) : typeof value === kind);
const isListOf = (value: unknown, fits: (item: unknown) => boolean): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.every(fits));

function isVulnerability(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['VulnerabilityID'] === 'string' &&
    typeof value['PkgName'] === 'string' &&
    ['PkgPath', 'InstalledVersion', 'FixedVersion', 'Status', 'Severity', 'Title', 'PrimaryURL'].every(
      (key) => isOptional(value[key], 'string'),
    ) &&
    isOptional(value['Layer'], 'object') &&
    isOptional(value['PkgIdentifier'], 'object')
  );
}

function isResult(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['Target'] === 'string' &&
    isListOf(value['Packages'], isRecord) &&
    isListOf(value['Vulnerabilities'], isVulnerability) &&
    isListOf(
      value['ExperimentalModifiedFindings'],
      (item) =>
        isRecord(item) &&
        typeof item['Type'] === 'string' &&
        typeof item['Status'] === 'string' &&
        (item['Type'] !== 'vulnerability' || isVulnerability(item['Finding'])),
    )
  );
}

/**
 * Reads a Trivy report. A truncated or foreign one is refused: it must never pass as "0 findings".
 * @param name what the error calls it
 * @throws AcgsError `evidence/invalid`
 */
export function parseReport(text: string, name: string): TrivyReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AcgsError('evidence/invalid', `${name} is not JSON: it may have been cut off`, {
      cause: error,
    });
  }
  if (!isRecord(value) || value['SchemaVersion'] !== 2)
    throw new AcgsError('evidence/invalid', `expected ${name} to be a Trivy report of schema version 2`);
  const metadata = value['Metadata'];
  if (
    !isRecord(metadata) ||
    !isOptional(metadata['ImageID'], 'string') ||
    !isListOf(metadata['DiffIDs'], (item) => typeof item === 'string') ||
    !isListOf(value['Results'], isResult)
  )
    throw new AcgsError(
      'evidence/invalid',
      `${name} is a Trivy report whose parts are not as Trivy writes them`,
    );
  return value as unknown as TrivyReport;
}
