import { explainedDiff, RISK_WORDS } from '../dockerfile/harden/explained-diff.js';
import { type Hardened, hardenDockerfile } from '../dockerfile/harden.js';
import { appliedChanges } from '../dockerfile/harden/expected-differences.js';
import { type FixRisk } from '../dockerfile/fix.js';
import { LineIndex } from '../dockerfile/parse/line-index.js';
import { type Hardening } from '../model/hardening.js';
import { type Environment } from '../system/environment.js';
import { Dockerignores } from './lint/dockerignore-of.js';
import { prove } from './prove.js';
import { proofSetUp, type ProveOptions } from './prove/proof-set-up.js';
import { lintSettings } from './lint/lint-settings.js';
import { diffPath, readEditable, replaceText } from './lint/editable-dockerfile.js';

export interface HardenRequest {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Environment;
  /** A Dockerfile, or `-` for standard input. */
  readonly file: string;
  /** `-c`: a hadolint file or an acgs.yaml. */
  readonly config?: string;
  readonly risk: FixRisk;
  /** Rules whose changes are not wanted. */
  readonly skip: readonly string[];
  /** Write the file; it keeps its permissions, and a link stays a link. */
  readonly write: boolean;
  /** Build and run both files first; a change that is not proven is not written. */
  readonly prove?: ProveOptions;
  readonly acgsVersion: () => Promise<string>;
  readonly warn: (text: string) => void;
}

/**
 * Hardens one Dockerfile with the lint configuration that holds for it: what is ignored there is not changed here.
 * @throws AcgsError `source/not-found`, `file/failed`, `config/…`, `usage/invalid`
 */
export async function harden(request: HardenRequest): Promise<Hardening> {
  const { cwd, env, config, file, acgsVersion, warn } = request;
  const { path, text: before } = await readEditable(request);
  const settings = await lintSettings({
    cwd,
    env,
    flags: { options: {} },
    ...(config === undefined ? {} : { config }),
    acgsVersion,
    warn,
  });
  const options = settings.optionsFor(path);
  const dockerignore =
    path === undefined
      ? {}
      : { dockerignore: await new Dockerignores(cwd).of(path, settings.contextOf(path)) };
  const hardened = hardenDockerfile(before, {
    risk: request.risk,
    skip: request.skip,
    lint: { ...options, ...dockerignore, file },
  });
  const isChanged = hardened.text !== before;
  const proof =
    request.prove !== undefined && isChanged
      ? await prove({
          ...(await proofSetUp(request.prove, {
            cwd,
            file,
            path,
            before,
            configured: path === undefined ? undefined : settings.serviceOf(path),
          })),
          after: hardened.text,
          applied: appliedChanges(hardened),
        })
      : undefined;
  const isWritten = request.write && isChanged && proof?.proven !== false;
  if (isWritten && path !== undefined) await replaceText(path, hardened.text);
  return {
    file,
    changed: isChanged,
    written: isWritten,
    diff: explainedDiff(before, hardened, diffPath(file)),
    ...described(hardened),
    ...(proof === undefined ? {} : { proof }),
  };
}

function described({
  text,
  applied,
  refused,
  remaining,
}: Hardened): Pick<Hardening, 'changes' | 'refused' | 'remaining'> {
  const index = new LineIndex(text);
  return {
    changes: applied.map(({ rule, title, reason, risk, spans }) => ({
      rule,
      title,
      reason,
      risk: RISK_WORDS[risk],
      lines: [...new Set(spans.map(({ start }) => index.positionAt(start).line))],
    })),
    refused: refused.map(({ remedy: { rule, title }, why, line }) => ({ rule, title, why, line })),
    remaining: remaining.map(({ line, code, level, message, counts }) => ({
      line,
      code,
      level,
      message,
      counts,
    })),
  };
}
