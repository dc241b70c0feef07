import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AcgsError } from '../model/errors.js';
import { makeTemporaryDirectory, openForReading, remove, writeFileAtomic } from '../system/files.js';
import { digestOfFile } from '../system/hashing.js';
import { type HttpResponse, send } from '../system/http.js';
import { askVersion, pinnedTrivyFolder, type Trivy } from './find-trivy.js';
import { TRIVY_PINS, type TrivyPin } from './trivy-pins.js';
import { assertTrustedVersion } from './trivy-version.js';

const REDIRECTS = 5;
const REDIRECT_STATUS = new Set([301, 302, 303, 307, 308]);

/** The pin for this machine. @throws AcgsError `trivy/missing` where none is known */
export function pinForThisMachine(): TrivyPin {
  const machine = `${process.platform}-${process.arch}`;
  const pin = TRIVY_PINS[machine];
  if (pin !== undefined) return pin;
  throw new AcgsError(
    'trivy/missing',
    `acgs knows no checksum of Trivy for ${machine}, so it cannot install it`,
    {
      next: [
        'install Trivy yourself: https://trivy.dev/latest/getting-started/installation/',
        'never 0.69.4 to 0.69.6',
      ],
    },
  );
}

/**
 * Installs the pinned official release below XDG_DATA_HOME: the archive is compared with the pin before anything of it is
 * unpacked, and only the program is.
 * @throws AcgsError `network/failed`, `network/refused`, `evidence/tampered` (another checksum), `file/failed`
 */
export async function installTrivy(pin: TrivyPin, signal?: AbortSignal): Promise<Trivy> {
  const folder = pinnedTrivyFolder(pin.version);
  const scratch = await makeTemporaryDirectory('.acgs-trivy-', join(folder, '..'));
  try {
    const archive = join(scratch, 'trivy.tar.gz');
    await writeFileAtomic(archive, (await fetchArchive(pin, folder, signal)).body);
    const { digest } = await digestOfFile(archive);
    if (digest !== `sha256:${pin.sha256}`)
      throw new AcgsError(
        'evidence/tampered',
        `the Trivy archive is not the pinned one: expected sha256:${pin.sha256}, got ${digest}; nothing was installed`,
        { next: [`look at what ${pin.url} delivers here: a proxy may have changed it`] },
      );
    const path = join(folder, 'trivy');
    await unpackProgram(archive, path);
    const version = await askVersion(path);
    assertTrustedVersion(version);
    return { path, version };
  } finally {
    await remove(scratch);
  }
}

/** GitHub redirects to its storage: followed by hand, never to plain http. */
async function fetchArchive(
  pin: TrivyPin,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<HttpResponse> {
  const byHand = [
    `fetch ${pin.url} on a machine that can, and compare its sha256 with ${pin.sha256}`,
    `unpack \`trivy\` from it into ${folder}`,
  ];
  let url = pin.url;
  try {
    for (let hop = 0; hop <= REDIRECTS; hop += 1) {
      const response = await send({ method: 'GET', url, ...(signal === undefined ? {} : { signal }) });
      if (response.status === 200) return response;
      response.body.destroy();
      const location = response.headers['location'];
      if (!REDIRECT_STATUS.has(response.status) || location === undefined)
        throw new AcgsError('network/failed', `${pin.url} answered with status ${response.status}`);
      const next = new URL(location, url);
      if (next.protocol !== 'https:' && new URL(url).protocol === 'https:')
        throw new AcgsError(
          'network/refused',
          `${pin.url} redirects from https to ${next.protocol}//${next.host}`,
        );
      url = next.href;
    }
    throw new AcgsError('network/failed', `${pin.url} redirects more than ${REDIRECTS} times`);
  } catch (error) {
    if (!(error instanceof AcgsError) || error.code === 'run/interrupted') throw error;
    throw new AcgsError(error.code, `the pinned Trivy cannot be fetched: ${error.message}`, {
      next: byHand,
      cause: error,
    });
  }
}

/** Writes the one file `trivy` of the archive; whatever else it holds is passed over. */
async function unpackProgram(archive: string, path: string): Promise<void> {
  const { extract } = await import('tar-stream');
  const entries = extract();
  const unzipped = openForReading(archive).pipe(createGunzip());
  unzipped.on('error', (error) => entries.destroy(error));
  unzipped.pipe(entries);
  for await (const entry of entries) {
    if (entry.header.name === 'trivy' && entry.header.type === 'file') {
      await writeFileAtomic(path, entry as unknown as Readable, { mode: 0o755 });
      entries.destroy();
      return;
    }
    entry.resume();
  }
  throw new AcgsError('evidence/invalid', 'the Trivy archive holds no file `trivy`');
}
