import { type Configuration, type Service } from '../config/configuration.js';
import { type CiContext } from '../ci/context.js';
import { type RunMode } from '../model/run-event.js';
import { type BuildPlace } from '../provenance/build-place.js';
import { type RegistryOptions } from '../registry/options.js';
import { type TrivySession } from '../scan/trivy-session.js';
import { type ChosenSigner } from '../signing/choose-signer.js';
import { type Dirtiness } from '../source/dirtiness.js';
import { type TouchingCommit } from '../source/last-commit.js';
import { type Source } from '../source/read-source.js';
import { type Tag } from '../source/tags.js';
import { type ReleaseOptions } from './release-options.js';
import { stepDefiner } from './step.js';

/** Who signs a release, decided before anything runs (docs/security-model.md, "Who signs"). */
export type SigningDecision =
  /** `publishes`: a certificate authority or a log tells the world who signed what. */
  | {
      readonly kind: 'sign';
      readonly by: 'key' | 'identity';
      readonly description: string;
      readonly publishes: boolean;
    }
  | { readonly kind: 'nobody'; readonly reason: string };

/** What belongs to a release as a whole. Steps read it; nothing changes it. */
export interface ReleaseRun {
  /** Absolute folder of acgs.yaml: every path in outputs is relative to it. */
  readonly root: string;
  /** Folder of the results, relative to the project, e.g. `dist/release`. */
  readonly output: string;
  readonly configuration: Configuration;
  readonly mode: RunMode;
  /** It goes on where another run stopped. */
  readonly resumed: boolean;
  readonly options: ReleaseOptions;
  readonly source: Source;
  /** Undefined outside git. */
  readonly dirtiness: Dirtiness | undefined;
  readonly ci: CiContext;
  readonly acgsVersion: string;
  readonly signing: SigningDecision;
  /** Finds the signer, once for the run: opens its key. @throws AcgsError `key/*`, `usage/invalid` */
  readonly signer: () => Promise<ChosenSigner>;
  /** Where this runs, once for the run: as the identity says that signs, else the environment. @throws AcgsError `identity/*`, `service/*` */
  readonly place: () => Promise<BuildPlace>;
  readonly registry: RegistryOptions;
  readonly trivy: TrivySession;
  /** Absolute files and folders that are never part of a build context: our own output, journal and key pair. */
  readonly excluded: readonly string[];
  /** RFC 3339. */
  readonly startedOn: string;
}

/** One service of a release. */
export interface ReleaseService {
  readonly name: string;
  /** `os/arch[/variant]` each; never empty. */
  readonly platforms: readonly string[];
  readonly settings: Service;
  /** Absolute folder. */
  readonly context: string;
  /** Absolute file. */
  readonly dockerfile: string;
  /** Last commit that touched the service; undefined outside git. */
  readonly touched: TouchingCommit | undefined;
  /** Seconds since 1970. */
  readonly epoch: number;
  readonly tags: readonly Tag[];
  /** `registry/repository` each: where `--push` takes the image. */
  readonly repositories: readonly string[];
  /** Folder of its results, relative to the project. */
  readonly output: string;
  /** Its OCI layout, relative to the project. */
  readonly layout: string;
}

export interface ReleaseWorld {
  readonly run: ReleaseRun;
  readonly service: ReleaseService;
}

/** Defines a step of the release; its types follow from what it needs. */
export const defineStep = stepDefiner<ReleaseWorld>();
