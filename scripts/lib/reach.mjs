/** Whether a host on the internet answers: any HTTP answer will do, also one that asks for a login. */
/* global AbortSignal */
import { run, which } from './run.mjs';

async function answers(url) {
  if (which('curl')) {
    // curl knows the machine's proxy and certificates, which Node 20's fetch does not
    const { code } = await run('curl', ['-sS', '-o', '/dev/null', '--connect-timeout', '4', '--max-time', '8', url], { ok: () => true });
    return code === 0;
  }
  try {
    await fetch(url, { signal: AbortSignal.timeout(8_000) });
    return true;
  } catch {
    return false;
  }
}

const asked = new Map();
const once = (url) => asked.get(url) ?? asked.set(url, answers(url)).get(url);

/** Where the examples' base images come from. */
export const imagesReachable = () => once('https://registry-1.docker.io/v2/');

/** Where Trivy looks for its database: the first is its mirror, the second its home. */
export const trivyDatabaseReachable = async () => (await once('https://mirror.gcr.io/v2/')) || (await once('https://ghcr.io/v2/'));
