/**
 * The one model of the platform that all kits render from. It comes from acgs.yaml (and the repository's remote) alone, so
 * that the identity in the release workflow is the one in the admission policy, and the ports in the network policies are
 * the probes' and the load test's.
 */
export interface Platform {
  readonly project: string;
  /** Kubernetes namespace of the services. */
  readonly namespace: string;
  /** The constitutional hash; undefined where the configuration turns it off. */
  readonly hash: string | undefined;
  /** Where images go, e.g. `ghcr.io/acme`; the first of the configuration's registries. */
  readonly registry: string;
  readonly repository: Repository;
  /** In the order of acgs.yaml. */
  readonly services: readonly PlatformService[];
  /** Who signs a release. */
  readonly signer: SignerIdentity;
  /** Version of acgs that renders, e.g. `1.2.3`. */
  readonly acgsVersion: string;
}

/** The repository on the forge. */
export interface Repository {
  /** e.g. `github.com` */
  readonly host: string;
  readonly owner: string;
  readonly name: string;
  /** Where the three come from; `placeholder` is for the user to fill in and is listed by `acgs kit status`. */
  readonly from: 'remote' | 'registry' | 'placeholder';
}

export interface PlatformService {
  /** A DNS label. */
  readonly name: string;
  /** Image without tag and digest, e.g. `ghcr.io/acme/api`. */
  readonly image: string;
  /** Relative to acgs.yaml. */
  readonly context: string;
  /** Relative to the context. */
  readonly dockerfile: string;
  readonly port: number;
  readonly health: { readonly ready: string; readonly live: string } | 'tcp' | 'none';
  /** Undefined where the service has none. */
  readonly metrics: { readonly path: string; readonly port: number } | undefined;
  /** Services of this platform that it calls. */
  readonly calls: readonly string[];
  /** What it calls outside of the platform. */
  readonly callsOutside: readonly { readonly host: string; readonly port: number }[];
  /** Services of this platform that call it. */
  readonly calledBy: readonly string[];
  /** Whether it is reached from outside the cluster. */
  readonly expose: boolean;
}

/** Who signs a release: a keyless identity, or a key. */
export type SignerIdentity =
  | {
      readonly kind: 'keyless';
      /** The certificate's subject alternative name, literal but for `*`-free patterns in `identityRegexp`. */
      readonly identityRegexp: string;
      readonly issuer: string;
      /** File of the workflow that signs, e.g. `.github/workflows/slsa-release.yml`. */
      readonly workflow: string;
    }
  | {
      readonly kind: 'key';
      /** The public key's file, relative to acgs.yaml. */
      readonly publicKey: string;
    };
