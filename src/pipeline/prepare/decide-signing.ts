import { basename, isAbsolute, relative, resolve } from 'node:path';
import { configuredServices } from '../../actions/configured-services.js';
import { type SigningOptions } from '../../actions/open-signer.js';
import { type AmbientToken } from '../../ci/oidc/ambient-token.js';
import { type Configuration } from '../../config/configuration.js';
import { parseKeyReference } from '../../signing/load-key.js';
import { type SigningDecision } from '../world.js';

export interface SigningChoice {
  readonly decision: SigningDecision;
  /** How the signer is opened: paths are absolute. */
  readonly options: SigningOptions;
  /** Files that are part of the signer and never of the release, absolute: the key and its public half. */
  readonly files: readonly string[];
}

/** What a release knows of its signer before it opens anything. */
export interface SigningFacts {
  /** `--key` */
  readonly flag: string | undefined;
  readonly push: boolean;
  /** The identity that this place has by itself. */
  readonly ambient: AmbientToken | undefined;
  /** What a path in `--key` is relative to; paths in the configuration are relative to acgs.yaml. */
  readonly cwd: string;
}

/**
 * Who signs: `--key`, else `sign.key`, else the identity of the CI job and only with --push, else nobody
 * (docs/security-model.md). Opens nothing.
 */
export function decideSigning(facts: SigningFacts, configuration: Configuration): SigningChoice {
  const { flag, push, ambient, cwd } = facts;
  const named = flag ?? configuration.sign.key;
  const services = servicesOf(configuration, push);
  if (named === undefined && push && ambient !== undefined)
    return {
      decision: { kind: 'sign', by: 'identity', description: ambient.description, publishes: true },
      options: services,
      files: [],
    };
  if (named === undefined)
    return { decision: { kind: 'nobody', reason: whyNobody(facts) }, options: {}, files: [] };
  const publishes = [services.rekorUrl, services.timestampServerUrl, services.signingConfig].some(
    (service) => service !== undefined,
  );
  const { fulcioUrl: _none, ...witnesses } = services;
  const reference = parseKeyReference(named);
  if (reference.kind !== 'file')
    return {
      decision: { kind: 'sign', by: 'key', description: named, publishes },
      options: { ...witnesses, key: named },
      files: [],
    };
  const key = resolve(flag === undefined ? configuration.root : cwd, reference.path);
  return {
    decision: { kind: 'sign', by: 'key', description: nameOf(key, configuration.root), publishes },
    options: { ...witnesses, key },
    files: [key, key.replace(/(?:\.key)?$/, '.pub')],
  };
}

/** Without --push nothing is told to anybody: not to a log either. */
function servicesOf(configuration: Configuration, push: boolean): SigningOptions {
  const { trustedRoot, ...services } = configuredServices(configuration);
  return {
    ...(trustedRoot === undefined ? {} : { trustedRoot }),
    ...(push ? services : {}),
    // cosign 2's form has no place for entries of logs of version 2.
    ...(configuration.sign.format === 'bundle' ? {} : { logVersions: [1] }),
  };
}

function whyNobody({ push, ambient }: SigningFacts): string {
  const none = 'no key is given (--key or sign.key)';
  if (push) return `${none}, and no identity is to be had here (OIDC)`;
  return ambient === undefined ? none : `${none}; ${ambient.description} signs with --push only`;
}

/** How journal and report name a key: they hold no absolute path. */
function nameOf(path: string, root: string): string {
  const inside = relative(root, path);
  return inside.startsWith('..') || isAbsolute(inside) ? basename(path) : inside;
}
