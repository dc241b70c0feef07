/** A release of an action: the commit is what runs, the version is what people read beside it. */
export interface ActionPin {
  /** The release's tag, e.g. `v7.0.1`. */
  readonly version: string;
  /** The commit that the tag named on that day: 40 hex digits. */
  readonly sha: string;
}

/** The day on which every pin below was compared with its repository's tags. */
export const PINS_DATE = '2026-08-31';

/**
 * The one list of actions that acgs knows by commit: rendered workflows use it, `acgs workflow update` moves others to it.
 * Tags move (in March 2026 76 of 77 tags of one popular action were made to point at malware), so the commit is what counts.
 * An action that lives in a folder of a repository is listed by its repository.
 */
export const ACTION_PINS: Readonly<Record<string, ActionPin>> = {
  'actions/attest': { version: 'v4.2.2', sha: '1e69f48acb82d1966a394da916b4c1698aa569d6' },
  'actions/attest-build-provenance': { version: 'v4.2.2', sha: '4d101475d8b20a2381f78447822ac1eab6504dd8' },
  'actions/attest-sbom': { version: 'v4.1.0', sha: 'c604332985a26aa8cf1bdc465b92731239ec6b9e' },
  'actions/cache': { version: 'v6.1.0', sha: '55cc8345863c7cc4c66a329aec7e433d2d1c52a9' },
  'actions/checkout': { version: 'v7.0.1', sha: '3d3c42e5aac5ba805825da76410c181273ba90b1' },
  'actions/dependency-review-action': { version: 'v5.0.0', sha: 'a1d282b36b6f3519aa1f3fc636f609c47dddb294' },
  'actions/download-artifact': { version: 'v8.0.1', sha: '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c' },
  'actions/setup-node': { version: 'v7.0.0', sha: '820762786026740c76f36085b0efc47a31fe5020' },
  'actions/upload-artifact': { version: 'v7.0.1', sha: '043fb46d1a93c77aae656e7c1c64a875d1fc6a0a' },
  'aquasecurity/setup-trivy': { version: 'v0.3.1', sha: '81e514348e19b6112ce2a7e3ecbafe19c1e1f567' },
  'aquasecurity/trivy-action': { version: 'v0.36.0', sha: 'ed142fd0673e97e23eac54620cfb913e5ce36c25' },
  'docker/build-push-action': { version: 'v7.3.0', sha: '53b7df96c91f9c12dcc8a07bcb9ccacbed38856a' },
  'docker/login-action': { version: 'v4.6.0', sha: 'dbcb813823bdd20940b903addbd779551569679f' },
  'docker/metadata-action': { version: 'v6.2.0', sha: 'dc802804100637a589fabce1cb79ff13a1411302' },
  'docker/setup-buildx-action': { version: 'v4.3.0', sha: '37fe631027851001ddb9b187196cc803df7f5f0e' },
  'docker/setup-qemu-action': { version: 'v4.2.0', sha: '96fe6ef7f33517b61c61be40b68a1882f3264fb8' },
  'github/codeql-action': { version: 'v4.37.7', sha: 'ff2f1c621b7f889edc0d3c761ac2e6a3f8cdb0dd' },
  'ossf/scorecard-action': { version: 'v2.4.4', sha: '2d1146689b8cda280b9bc96326124645441f03bc' },
  'sigstore/cosign-installer': { version: 'v4.1.2', sha: '6f9f17788090df1f26f669e9d70d6ae9567deba6' },
  'step-security/harden-runner': { version: 'v2.20.1', sha: 'b09bb98e06d4d774594224525879c09bc6e98c40' },
  'zizmorcore/zizmor-action': { version: 'v0.6.2', sha: '3dc1ecc9bcb9e94e9b2c709687979e1298497054' },
};
