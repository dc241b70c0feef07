import { type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { sigstoreTools } from '../bench.js';
import { answers, freePort, type Program, startProgram } from './program.js';

/** A real certificate authority with a root that lives as long as it does. */
export interface Fulcio extends Program {
  readonly url: string;
  /** Its certificates, PEM, intermediate first. */
  readonly chain: string;
}

/** How tokens of GitHub's kind become certificates: claims by the extension they fill (fulcio, docs/oid-info.md). */
const GITHUB = {
  'default-template-values': { url: 'https://github.com' },
  'subject-alternative-name-template': '{{ .url }}/{{ .job_workflow_ref }}',
  'extension-templates': {
    'build-signer-uri': '{{ .url }}/{{ .job_workflow_ref }}',
    'build-signer-digest': 'job_workflow_sha',
    'runner-environment': 'runner_environment',
    'source-repository-uri': '{{ .url }}/{{ .repository }}',
    'source-repository-digest': 'sha',
    'source-repository-ref': 'ref',
    'source-repository-identifier': 'repository_id',
    'source-repository-owner-uri': '{{ .url }}/{{ .repository_owner }}',
    'source-repository-owner-identifier': 'repository_owner_id',
    'build-config-uri': '{{ .url }}/{{ .workflow_ref }}',
    'build-config-digest': 'workflow_sha',
    'build-trigger': 'event_name',
    'run-invocation-uri':
      '{{ .url }}/{{ .repository }}/actions/runs/{{ .run_id }}/attempts/{{ .run_attempt }}',
    'source-repository-visibility-at-signing': 'repository_visibility',
  },
};

export async function startFulcio(
  folder: string,
  ctLog: { readonly url: string; readonly publicKey: KeyObject },
  issuers: { readonly github: string; readonly people: string },
): Promise<Fulcio> {
  const [config, ctKey] = [join(folder, 'fulcio.yaml'), join(folder, 'ct.pub')];
  const issuer = (url: string) => ({ 'issuer-url': url, 'client-id': 'sigstore' });
  writeFileSync(ctKey, ctLog.publicKey.export({ type: 'spki', format: 'pem' }));
  // It would take JSON for a file with other names in it.
  writeFileSync(
    config,
    stringify({
      'oidc-issuers': {
        [issuers.github]: { ...issuer(issuers.github), type: 'ci-provider', 'ci-provider': 'bench-job' },
        [issuers.people]: { ...issuer(issuers.people), type: 'email' },
      },
      'ci-issuer-metadata': { 'bench-job': GITHUB },
    }),
  );
  const [http, grpc, metrics] = [await freePort(), await freePort(), await freePort()];
  const url = `http://127.0.0.1:${http}`;
  const program = await startProgram(
    sigstoreTools().fulcio,
    [
      'serve',
      ...['--ca', 'ephemeralca', '--config-path', config],
      ...['--ct-log-url', ctLog.url, '--ct-log-public-key-path', ctKey],
      ...[
        '--host',
        '127.0.0.1',
        '--port',
        String(http),
        '--grpc-host',
        '127.0.0.1',
        '--grpc-port',
        String(grpc),
      ],
      ...['--metrics-port', String(metrics), '--legacy-unix-domain-socket', join(folder, 'fulcio.sock')],
    ],
    () => answers(`${url}/healthz`),
  );
  const bundle = (await (await fetch(`${url}/api/v2/trustBundle`)).json()) as {
    chains: { certificates: string[] }[];
  };
  return { ...program, url, chain: bundle.chains[0]?.certificates.join('') ?? '' };
}
