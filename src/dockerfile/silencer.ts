import { type Ignore } from './ignores.js';
import { type LintOptions } from './lint-options.js';
import { type RawFinding } from './run-rules.js';

/** Decides which findings the configuration and the comments of the file keep quiet, and notes which ignores were of use. */
export class Silencer {
  readonly #configured: ReadonlySet<string>;

  constructor(
    private readonly ignores: readonly Ignore[],
    options: LintOptions,
  ) {
    this.#configured = new Set(options.ignored);
  }

  /** Whether a finding is not to be shown. */
  silences(finding: RawFinding): boolean {
    const { rule } = finding;
    if (this.#configured.has(rule.id) || (rule.twin !== undefined && this.#configured.has(rule.twin)))
      return true;
    let silent = false;
    for (const ignore of this.ignores) {
      if (!covers(ignore, finding)) continue;
      const name = ignore.names.find((candidate) => matches(ignore, candidate, finding));
      if (name === undefined) continue;
      ignore.used.add(name);
      silent = true;
    }
    return silent;
  }
}

function covers(ignore: Ignore, finding: RawFinding): boolean {
  if (ignore.scope === 'file') return true;
  if (ignore.scope === 'stage') return ignore.stage !== undefined && ignore.stage === finding.stage;
  return ignore.instruction !== undefined && ignore.instruction === finding.owner;
}

/** hadolint's pragma also takes our and BuildKit's names; `# check=skip=` speaks of BuildKit's checks only. */
function matches(ignore: Ignore, name: string, { rule }: RawFinding): boolean {
  if (ignore.kind === 'check') {
    // An experimental check was asked for by name, and `skip` does not take it back (BuildKit's linter.Run).
    if (rule.family !== 'buildkit' || rule.severity === 'ignore') return false;
    return name === 'all' || name.toLowerCase() === rule.id.toLowerCase();
  }
  if (ignore.kind === 'trivy') return rule.aliases.some((alias) => alias === name.replace(/^AVD-/, ''));
  return name === rule.id || name === rule.twin;
}
