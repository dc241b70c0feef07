import { type z } from 'zod';
import { type ConfigurationDocument } from './schema/document.js';
import { type lint } from './schema/lint.js';

/** Deeply read-only: a configuration is never changed after it is loaded. */
type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

type ServiceDocument = NonNullable<ConfigurationDocument['services']>[string];

/** One service, every default applied. Paths are as in the file: `/` between folders, relative. */
export type Service = Frozen<Omit<ServiceDocument, 'image'>> & {
  readonly name: string;
  /** Repository under each registry, e.g. `acme/api`. */
  readonly image: string;
};

/** `lint` with its defaults; {@link Configuration.lint} is undefined when the file has none. */
export type LintSettings = Frozen<z.output<typeof lint>>;
export type ScanSettings = Frozen<ConfigurationDocument['scan']>;
export type SbomSettings = Frozen<ConfigurationDocument['sbom']>;
export type SignSettings = Frozen<ConfigurationDocument['sign']>;
export type VerifySettings = Frozen<ConfigurationDocument['verify']>;
export type SigstoreSettings = Frozen<ConfigurationDocument['sigstore']>;
export type SmokeSettings = Exclude<Service['smoke'], false>;
export type Answers = Frozen<ConfigurationDocument['kits'][string]>;

/** What acgs.yaml says, every default applied. Holds no absolute path but `root`, `repositoryRoot` and `file`. */
export interface Configuration {
  /** Absolute folder that all paths of the configuration are relative to. */
  readonly root: string;
  /** Absolute folder that nothing named in the configuration may leave: the git work tree, else `root`. */
  readonly repositoryRoot: string;
  /** Absolute path of acgs.yaml; undefined when there is none and defaults stand in. */
  readonly file: string | undefined;
  readonly version: 1;
  readonly project: string;
  /** Semver range of acgs versions, already checked against the running one. */
  readonly acgs: string | undefined;
  readonly edition: string | undefined;
  readonly constitutionalHash: string | false;
  /** `registry` and `registries` are one list here; empty when neither is given. */
  readonly registries: readonly string[];
  /** In the order of the file. */
  readonly services: readonly Service[];
  /** Undefined when the file says nothing: rules that hadolint lacks then never fail. */
  readonly lint: LintSettings | undefined;
  readonly scan: ScanSettings;
  readonly sbom: SbomSettings;
  readonly sign: SignSettings;
  readonly verify: VerifySettings;
  readonly sigstore: SigstoreSettings;
  /** Undefined: `{version}` if HEAD carries a semver tag, and always `sha-{sha}`. */
  readonly tags: readonly string[] | undefined;
  readonly namespace: string;
  /** Durations as {@link durationMs} reads them. */
  readonly budgets: Frozen<ConfigurationDocument['budgets']>;
  readonly kits: Readonly<Record<string, Answers>>;
}
