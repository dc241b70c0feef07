import { type Document, isMap, LineCounter, parseDocument } from 'yaml';
import { type CheckedFile, type CheckFinding } from '../finding.js';
import { componentProblems } from './component-problems.js';
import { componentSchemas } from './component-schemas.js';
import { pipelineProblems } from './pipeline-problems.js';
import { portProblems } from './port-problems.js';
import { type CollectorConfig, type Problem } from './problem.js';

/**
 * Judges configurations of the OpenTelemetry collector without one: that each component exists and takes the keys it is given
 * (by the schema files of the components themselves), that pipelines name what is defined, that each begins with a limit of
 * memory, and that no two things listen on one port.
 * @see https://opentelemetry.io/docs/collector/configuration/
 */
export async function collectorFindings(files: readonly CheckedFile[]): Promise<readonly CheckFinding[]> {
  const schemas = await componentSchemas();
  return files.flatMap((file) => {
    const lines = new LineCounter();
    const document = parseDocument(file.text, { version: '1.2', lineCounter: lines, prettyErrors: false });
    // what is no YAML is told by the syntax check
    if (document.errors.length > 0) return [];
    const problems = isMap(document.contents)
      ? problemsOf(document.toJS() as CollectorConfig)
      : [{ at: [], message: 'this is no configuration of a collector' }];
    return problems.map(({ at, message }) => ({
      path: file.path,
      line: lineOf(document, at, lines),
      check: 'otel-collector',
      message: at.length === 0 ? message : `${at.join('.')}: ${message}`,
    }));
  });

  function problemsOf(config: CollectorConfig): readonly Problem[] {
    return [...componentProblems(config, schemas), ...pipelineProblems(config), ...portProblems(config)];
  }
}

/** Line of the place, or of the nearest above it that is there. */
function lineOf(document: Document.Parsed, at: readonly string[], lines: LineCounter): number {
  for (let depth = at.length; depth > 0; depth -= 1) {
    const node = document.getIn(at.slice(0, depth), true) as
      { readonly range?: readonly number[] } | undefined;
    if (node?.range?.[0] !== undefined) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
