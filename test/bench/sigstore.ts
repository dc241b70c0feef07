import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bench } from './bench.js';
import { runOk } from './run.js';
import { scratchFolder } from './scratch.js';
import { startCtLog } from './sigstore/ct-log.js';
import { type Fulcio, startFulcio } from './sigstore/fulcio.js';
import { type Claims, type OidcIssuers, startOidcIssuers } from './sigstore/oidc-issuer.js';
import { REKOR_V1_ORIGIN, type RekorV1StandIn, startRekorV1StandIn } from './sigstore/rekor-v1-stand-in.js';
import { REKOR_ORIGIN, type RekorV2, startRekorV2 } from './sigstore/rekor-v2.js';
import { startTimestampServer, type TimestampServer } from './sigstore/timestamp-server.js';

/** Addresses that a signing config names. */
export interface ServiceUrls {
  readonly fulcio: string;
  /** Of a log of version 2. */
  readonly rekor: string;
  readonly tsa: string;
}

/** A Sigstore of a test's own: real Fulcio, Rekor 2 and timestamp authority, with issuers, a certificate log and a stand-in for Rekor 1. */
export interface Sigstore extends AsyncDisposable {
  readonly folder: string;
  readonly fulcio: Fulcio;
  readonly rekor: RekorV2;
  readonly rekorV1: RekorV1StandIn;
  readonly tsa: TimestampServer;
  readonly oidc: OidcIssuers;
  readonly trustedRoot: string;
  readonly signingConfig: string;
  /** Both in one file, as sigstore-python takes them. */
  readonly trustConfig: string;
  /** Who the job's signatures are by, as flags of acgs and cosign. */
  readonly identityFlags: readonly string[];
  /** A signing config with some services elsewhere, e.g. behind a fault proxy; returns its path. */
  configure(name: string, urls: Partial<ServiceUrls>): Promise<string>;
  stop(): Promise<void>;
}

const START = '2026-01-01T00:00:00Z';

/** Starts everything, side by side, in a second or so. @param job claims of the job's tokens that a test wants otherwise */
export async function startSigstore(job: Claims = {}): Promise<Sigstore> {
  const scratch = scratchFolder();
  const { folder } = scratch;
  const at = (name: string): string => join(folder, name);
  const [ctLog, oidc] = await Promise.all([startCtLog(), startOidcIssuers(job)]);
  const [fulcio, rekor, tsa, rekorV1] = await Promise.all([
    startFulcio(folder, ctLog, oidc),
    startRekorV2(folder),
    startTimestampServer(folder),
    startRekorV1StandIn(),
  ]);
  const pem = { type: 'spki', format: 'pem' } as const;
  writeFileSync(at('fulcio.pem'), fulcio.chain);
  writeFileSync(at('tsa.pem'), tsa.chain);
  writeFileSync(at('rekor.pub'), rekor.publicKey.export(pem));
  writeFileSync(at('rekor-v1.pub'), rekorV1.publicKey.export(pem));
  writeFileSync(at('ctlog.pub'), ctLog.publicKey.export(pem));
  const cosign = (...args: string[]): Promise<string> => runOk(bench().tools.cosign3, args);
  const configure: Sigstore['configure'] = async (name, urls) => {
    const to = { fulcio: fulcio.url, rekor: rekor.url, tsa: tsa.url, ...urls };
    const about = (url: string, version: number): string =>
      `url=${url},api-version=${version},start-time=${START},operator=bench`;
    await cosign(
      ...['signing-config', 'create', '--out', at(name)],
      ...['--fulcio', about(to.fulcio, 1), '--oidc-provider', about(oidc.people, 1)],
      ...['--rekor', about(to.rekor, 2), '--rekor-config', 'ANY'],
      ...['--tsa', about(to.tsa, 1), '--tsa-config', 'ANY'],
    );
    return at(name);
  };
  const trustedRoot = at('trusted_root.json');
  // Logs go by the name in their checkpoints.
  const [signingConfig] = await Promise.all([
    configure('signing_config.json', {}),
    cosign(
      ...['trusted-root', 'create', '--out', trustedRoot],
      ...['--fulcio', `url=${fulcio.url},certificate-chain=${at('fulcio.pem')}`],
      ...['--ctfe', `url=${ctLog.url},public-key=${at('ctlog.pub')},start-time=${START}`],
      ...[
        '--rekor',
        `url=http://${REKOR_ORIGIN},public-key=${at('rekor.pub')},start-time=${START},origin=${REKOR_ORIGIN}`,
      ],
      ...['--rekor', `url=http://${REKOR_V1_ORIGIN},public-key=${at('rekor-v1.pub')},start-time=${START}`],
      ...['--tsa', `url=${tsa.url},certificate-chain=${at('tsa.pem')}`],
    ),
  ]);
  const trustConfig = at('trust_config.json');
  writeFileSync(trustConfig, JSON.stringify(trustConfigOf(readJson(trustedRoot), readJson(signingConfig))));
  const stop = async (): Promise<void> => {
    await Promise.all([fulcio, rekor, tsa, rekorV1, ctLog, oidc].map((one) => one.stop()));
    scratch.remove();
  };
  return {
    ...{
      folder,
      fulcio,
      rekor,
      rekorV1,
      tsa,
      oidc,
      trustedRoot,
      signingConfig,
      trustConfig,
      configure,
      stop,
    },
    identityFlags: [
      ...['--certificate-identity', oidc.jobIdentity, '--certificate-oidc-issuer', oidc.github],
      ...['--trusted-root', trustedRoot],
    ],
    [Symbol.asyncDispose]: stop,
  };
}

interface TrustedRootJson {
  readonly certificateAuthorities: readonly { readonly subject: object }[];
}

/** sigstore-python wants a common name of each authority, which `cosign trusted-root` leaves out where the certificate has none. */
function trustConfigOf(trustedRoot: unknown, signingConfig: unknown): object {
  const { certificateAuthorities, ...rest } = trustedRoot as TrustedRootJson;
  const named = certificateAuthorities.map((one) => ({
    ...one,
    subject: { commonName: 'bench', ...one.subject },
  }));
  return {
    mediaType: 'application/vnd.dev.sigstore.clienttrustconfig.v0.1+json',
    trustedRoot: { ...rest, certificateAuthorities: named },
    signingConfig,
  };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
