import { basename, isAbsolute, relative, resolve } from 'node:path';
import { type Configuration } from '../../config/configuration.js';
import { parseKeyReference } from '../../signing/load-key.js';
import { type SigningDecision } from '../world.js';

export interface SigningChoice {
  readonly decision: SigningDecision;
  /** The key as it can be opened: a path is absolute. */
  readonly key?: string;
  /** Files that are part of the signer and never of the release, absolute: the key and its public half. */
  readonly files: readonly string[];
}

/**
 * Who signs: `--key`, else `sign.key`, else nobody (docs/security-model.md). Opens nothing.
 * @param cwd what a path in `--key` is relative to; `sign.key` is relative to acgs.yaml
 */
export function decideSigning(
  flag: string | undefined,
  configuration: Configuration,
  cwd: string,
): SigningChoice {
  const named = flag ?? configuration.sign.key;
  if (named === undefined)
    return { decision: { kind: 'nobody', reason: 'no key is given (--key or sign.key)' }, files: [] };
  const reference = parseKeyReference(named);
  if (reference.kind !== 'file')
    return { decision: { kind: 'sign', description: named }, key: named, files: [] };
  const path = resolve(flag === undefined ? configuration.root : cwd, reference.path);
  return {
    decision: { kind: 'sign', description: nameOf(path, configuration.root) },
    key: path,
    files: [path, path.replace(/(?:\.key)?$/, '.pub')],
  };
}

/** How journal and report name a key: they hold no absolute path. */
function nameOf(path: string, root: string): string {
  const inside = relative(root, path);
  return inside.startsWith('..') || isAbsolute(inside) ? basename(path) : inside;
}
