import { fingerprints } from './fingerprint.js';
import { type LintedFile, type LintReport, type ReportedEdit, type ReportedFinding } from './lint-report.js';

const LEVELS = { error: 'error', warning: 'warning', info: 'note', style: 'note' } as const;

/** SARIF 2.1.0 with rules, help, exact regions, fixes and fingerprints. */
export function formatSarif(report: LintReport): string {
  const ids = [...new Set(report.files.flatMap(({ findings }) => findings.map(({ code }) => code)))].sort();
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const run = {
    tool: {
      driver: {
        name: 'acgs',
        semanticVersion: report.version,
        informationUri: 'https://acgs.io/cli',
        rules: ids.map((id) => ruleOf(id, report)),
      },
    },
    columnKind: 'utf16CodeUnits',
    defaultSourceLanguage: report.language ?? 'dockerfile',
    artifacts: report.files.map(({ file }) => ({
      location: { uri: uriOf(file) },
      sourceLanguage: report.language ?? 'dockerfile',
    })),
    results: report.files.flatMap((file, index) => resultsOf(file, index, indexOf)),
  };
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${JSON.stringify(log)}\n`;
}

function ruleOf(id: string, report: LintReport): Record<string, unknown> {
  const rule = report.rule(id);
  if (!rule) {
    const wiki = `https://www.shellcheck.net/wiki/${id}`;
    return {
      id,
      name: id,
      shortDescription: { text: id },
      ...(id.startsWith('SC') ? { helpUri: wiki, help: { text: wiki } } : {}),
    };
  }
  return {
    id,
    name: id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: { text: rule.why, markdown: `**${rule.title}**\n\n${rule.why}\n\n[${id}](${rule.url})` },
    helpUri: rule.url,
    defaultConfiguration: {
      level: LEVELS[rule.severity as keyof typeof LEVELS] ?? 'none',
      enabled: rule.severity !== 'ignore',
    },
  };
}

function resultsOf(
  file: LintedFile,
  index: number,
  indexOf: ReadonlyMap<string, number>,
): Record<string, unknown>[] {
  const prints = fingerprints(file);
  const artifactLocation = { uri: uriOf(file.file), index };
  return file.findings.map((finding) => ({
    ruleId: finding.code,
    ruleIndex: indexOf.get(finding.code) ?? -1,
    level: finding.counts ? LEVELS[finding.level] : 'note',
    message: { text: finding.message },
    locations: [{ physicalLocation: { artifactLocation, region: regionOf(finding) } }],
    partialFingerprints: { 'acgsFinding/v1': prints.get(finding) },
    ...(finding.fix
      ? {
          fixes: [
            {
              description: { text: finding.fix.title },
              artifactChanges: [{ artifactLocation, replacements: finding.fix.edits.map(replacementOf) }],
            },
          ],
        }
      : {}),
  }));
}

function regionOf({ line, column, endLine, endColumn }: ReportedFinding): Record<string, number> {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function replacementOf({ span, text }: ReportedEdit): Record<string, unknown> {
  return {
    deletedRegion: { charOffset: span.start, charLength: span.end - span.start },
    insertedContent: { text },
  };
}

/** A relative URI reference: SARIF consumers match it against the paths of the repository. */
function uriOf(file: string): string {
  return file
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/');
}
