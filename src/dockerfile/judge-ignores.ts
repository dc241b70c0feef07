import { type Ignore } from './ignores.js';
import { type Dockerfile } from './parse/nodes.js';
import { type RawFinding } from './run-rules.js';
import { type Rule } from './rules/rule.js';

/** Findings about the ignores themselves: of no use (ACGS1901), or without a reason (ACGS1902). Both rules are off by default. */
export function judgeIgnores(
  dockerfile: Dockerfile,
  ignores: readonly Ignore[],
  rules: readonly Rule[],
): RawFinding[] {
  const unused = rules.find((rule) => rule.id === 'ACGS1901');
  const unreasoned = rules.find((rule) => rule.id === 'ACGS1902');
  const findings: RawFinding[] = [];
  for (const ignore of ignores) {
    // The build argument BUILDKIT_DOCKERFILE_CHECK stands nowhere in the file.
    if (ignore.span.end === 0) continue;
    const base = { span: ignore.span, owner: ignore.instruction, stage: ignore.stage, fix: undefined };
    const idle = ignore.names.filter((name) => !ignore.used.has(name));
    if (unused && idle.length > 0)
      findings.push({ ...base, rule: unused, message: `this ignore silences nothing: ${idle.join(', ')}` });
    if (unreasoned && ignore.reason === undefined)
      findings.push({
        ...base,
        rule: unreasoned,
        message: `say why ${ignore.names.join(', ')} is ignored: \`# … # reason\``,
      });
  }
  return findings.filter((finding) => finding.span.end <= dockerfile.text.length);
}
