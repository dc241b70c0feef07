import { HASH_LABEL } from '../../model/constitutional-hash.js';
import { type Bases } from './bases.js';
import { type Detected } from './detected.js';
import { type HealthCheck, healthCheck } from './health-check.js';
import { type ScaffoldOptions } from './scaffold.js';
import { startCommand, stopSignal } from './start.js';

/** What the templates see as `it`. */
export interface ScaffoldView {
  readonly d: Detected['details'];
  readonly stack: string;
  readonly version: string;
  readonly name: string;
  readonly runtime: string;
  /** Pinned where the digest is known. */
  readonly bases: Bases;
  /** Folder of the service in the context; `''` where they are one. */
  readonly folder: string;
  /** What is copied: `.`, or the folder. */
  readonly source: string;
  /** The context seen from the Dockerfile's folder. */
  readonly context: string;
  readonly port: number;
  /** Variables of the running container, the port's among them. */
  readonly env: readonly (readonly [name: string, value: string | number])[];
  readonly labels: readonly (readonly [key: string, value: string])[];
  readonly hash: string | undefined;
  readonly entrypoint: readonly string[];
  readonly arguments: readonly string[];
  readonly stop: 'SIGKILL' | 'SIGINT' | undefined;
  readonly check: HealthCheck;
  /** A path, or undefined where only the port is asked. */
  readonly healthPath: string | undefined;
  /** Folders that the service writes to. */
  readonly tmpfs: readonly string[];
}

export function scaffoldView(detected: Detected, bases: Bases, options: ScaffoldOptions): ScaffoldView {
  const { details, folder, stack, version } = detected;
  const { runtime, port, health, name, source, constitutionalHash, pins, command: said } = options;
  const [program, ...rest] = startCommand(detected, { runtime, port, said });
  const pinned = (image: string): string => {
    const digest = pins.get(image);
    return digest === undefined ? image : `${image}@${digest}`;
  };
  const { extra } = bases;
  return {
    d: details,
    stack,
    version,
    name,
    runtime,
    bases: {
      build: pinned(bases.build),
      run: pinned(bases.run),
      ...(extra === undefined ? {} : { extra: pinned(extra) }),
    },
    folder,
    source: folder === '' ? '.' : folder,
    context: folder === '' ? '.' : folder.replaceAll(/[^/]+/g, '..'),
    port,
    env: environmentOf(detected, port),
    labels: [
      ['org.opencontainers.image.title', name],
      ...(source === undefined ? [] : [['org.opencontainers.image.source', source] as const]),
      ...(constitutionalHash === false ? [] : [[HASH_LABEL, constitutionalHash] as const]),
    ],
    hash: constitutionalHash === false ? undefined : constitutionalHash,
    entrypoint: [program],
    arguments: rest,
    stop: stopSignal(detected, [program, ...rest]),
    check: healthCheck(detected, { runtime, health, port, interpreter: program }),
    healthPath: health.startsWith('/') ? health : undefined,
    tmpfs: details.language === 'ruby' && details.isRails ? ['/tmp', '/app/tmp'] : ['/tmp'],
  };
}

/** HOME is where libraries write their caches: to the one folder that is writable when the root is not. */
function environmentOf(detected: Detected, port: number): [string, string | number][] {
  const { details, env = {}, portVariable = 'PORT' } = detected;
  const home: [string, string][] = details.language === 'static' ? [] : [['HOME', '/tmp']];
  const takesPort = details.language !== 'static' && details.language !== 'php';
  return [...home, ...Object.entries(env), ...(takesPort ? [[portVariable, port] as [string, number]] : [])];
}
