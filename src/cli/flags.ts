import { boolean, integer, string } from '@oclif/core/flags';

/**
 * The environment twin of a flag: `--max-db-age` is also `ACGS_MAX_DB_AGE`. Flags that widen trust or publish
 * have none, because a variable set long ago must not push or skip a check (DESIGN, the command contract).
 */
const twin = (flag: string): string => `ACGS_${flag.toUpperCase().replaceAll('-', '_')}`;

/** Flags of every command. */
export const commonFlags = {
  json: boolean({ description: 'print one JSON document on stdout', env: twin('json'), helpGroup: 'GLOBAL' }),
  quiet: boolean({
    char: 'q',
    description: 'print errors only',
    env: twin('quiet'),
    helpGroup: 'GLOBAL',
    exclusive: ['verbose'],
  }),
  verbose: boolean({
    char: 'v',
    description: 'print what the tools print',
    env: twin('verbose'),
    helpGroup: 'GLOBAL',
  }),
  config: string({
    char: 'c',
    description: 'configuration file',
    env: twin('config'),
    helpGroup: 'GLOBAL',
    helpValue: 'FILE',
  }),
};

/** Flags of every command that touches a registry: cosign's names and meanings. */
export const registryFlags = {
  'allow-http-registry': boolean({ description: 'speak plain http to the registry', helpGroup: 'REGISTRY' }),
  'allow-insecure-registry': boolean({
    description: 'accept any TLS certificate of the registry',
    helpGroup: 'REGISTRY',
  }),
  'registry-cacert': string({
    description: 'CA certificates of the registry (PEM)',
    env: twin('registry-cacert'),
    helpGroup: 'REGISTRY',
    helpValue: 'FILE',
  }),
  'registry-username': string({
    description: 'user name for the registry',
    env: twin('registry-username'),
    helpGroup: 'REGISTRY',
  }),
  'registry-password': string({
    description: 'password for the registry',
    env: twin('registry-password'),
    helpGroup: 'REGISTRY',
  }),
  'registry-token': string({
    description: 'bearer token for the registry',
    env: twin('registry-token'),
    helpGroup: 'REGISTRY',
  }),
  offline: boolean({
    description: 'open no connection but to this machine',
    env: twin('offline'),
    helpGroup: 'REGISTRY',
  }),
};

/** How to find the private key: a path, `env://VAR`, or a KMS URI. */
export const keyFlag = string({
  description: 'private key: a file, env://VAR or a KMS URI',
  env: twin('key'),
  helpValue: 'KEY',
});

/** A flag with its environment twin. */
export const text = (
  name: string,
  description: string,
  options: { char?: 'o' | 'f' | 't'; helpValue?: string; helpGroup?: string } = {},
) => string({ description, env: twin(name), ...options });

/** A flag that may be given several times or as a comma-separated list. */
export const list = (
  name: string,
  description: string,
  options: { char?: 'a'; helpValue?: string; helpGroup?: string } = {},
) =>
  string({
    description,
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
    env: twin(name),
    ...options,
  });

/** A flag that may be given several times; a comma is part of its value. Its twin holds one value. */
export const each = (
  name: string,
  description: string,
  options: { helpValue?: string; helpGroup?: string } = {},
) => string({ description, multiple: true, multipleNonGreedy: true, env: twin(name), ...options });

/** A switch with its environment twin. */
export const toggle = (
  name: string,
  description: string,
  options: { char?: 'r' | 'y'; allowNo?: boolean; helpGroup?: string } = {},
) => boolean({ description, env: twin(name), ...options });

/** A switch without a twin: it widens trust or publishes. */
export const bold = (description: string, options: { helpGroup?: string } = {}) =>
  boolean({ description, ...options });

/** A whole number with its environment twin. */
export const count = (
  name: string,
  description: string,
  options: { min?: number; max?: number; helpValue?: string } = {},
) => integer({ description, env: twin(name), ...options });
