/** `acgs verify` of images against `cosign verify`: the same signatures by a key, in the same registry, side by side. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, passing, ratio } from './measure.mjs';
import { peakMemoryOf } from './peak-memory.mjs';

const IMAGES = 100;
const ROUNDS = { one: 11, many: 5 };
const PASSWORD = 'a password for the bench';

/**
 * @param {{node: string, root: string, cosign: string, crane: string, registry: string}} tools absolute paths; `HOST:PORT`
 * @returns lines of the table
 */
export async function verifyAgainstCosign({ node, root, cosign, crane, registry }) {
  const folder = mkdtempSync(join(tmpdir(), 'acgs-bench-verify-'));
  const options = { cwd: folder, env: { COSIGN_PASSWORD: PASSWORD, HOME: folder } };
  const acgs = (...args) => passing(node, [join(root, 'bin/run.js'), ...args], options);
  try {
    acgs('keys', 'generate', '-q');
    const images = pushImages(folder, crane, `${registry}/bench-verify-${process.pid}`);
    acgs('sign', '--key', 'cosign.key', '-q', ...images);
    const ours = (...names) => acgs('verify', '--key', 'cosign.pub', '-q', ...names);
    const flags = ['verify', '--key', 'cosign.pub', '--insecure-ignore-tlog'];
    const theirs = (...names) => passing(cosign, [...flags, ...names], options);
    const [wall, cpu] = [(run) => run.wallMs, (run) => run.cpuMs];
    const [image] = images;
    const oneByOne = () => images.map((name) => theirs(name)).reduce((sum, run) => sum + run.wallMs, 0);
    const memory = async (command, args) => {
      const peaks = [];
      for (let round = 0; round < 3; round += 1) peaks.push(await peakMemoryOf(command, args, options));
      return median(peaks);
    };
    const verify = [join(root, 'bin/run.js'), 'verify', '--key', 'cosign.pub', '-q'];
    return [
      {
        name: 'verify one image / cosign verify (wall)',
        value: ratio(
          ROUNDS.one,
          () => ours(image),
          () => theirs(image),
          wall,
        ),
        most: 5,
        goal: 3,
      },
      {
        name: 'the same (CPU)',
        value: ratio(
          ROUNDS.one,
          () => ours(image),
          () => theirs(image),
          cpu,
        ),
      },
      {
        name: 'of which is start-up: acgs verify --help (CPU, of the whole)',
        value: ratio(
          ROUNDS.one,
          () => acgs('verify', '--help'),
          () => ours(image),
          cpu,
        ),
      },
      {
        name: `verify ${IMAGES} images in one call / cosign’s one call (wall)`,
        value: ratio(
          ROUNDS.many,
          () => ours(...images),
          () => theirs(...images),
          wall,
        ),
        most: 1.5,
        goal: 0.5,
      },
      {
        name: 'the same (CPU)',
        value: ratio(
          ROUNDS.many,
          () => ours(...images),
          () => theirs(...images),
          cpu,
        ),
      },
      {
        name: `verify ${IMAGES} images in one call / ${IMAGES} cosign processes (wall)`,
        value: median([1, 2, 3].map(() => ours(...images).wallMs / oneByOne())),
        most: 0.25,
      },
      {
        name: 'requests for an image / cosign’s',
        value:
          (await requests(folder, registry, image, ours)) / (await requests(folder, registry, image, theirs)),
        most: 1,
      },
      {
        name: `peak memory for ${IMAGES} images / cosign’s`,
        value: (await memory(node, [...verify, ...images])) / (await memory(cosign, [...flags, ...images])),
        most: 1.6,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Small images, each another one; returned by digest. */
function pushImages(folder, crane, repository) {
  mkdirSync(join(folder, 'layer'));
  return Array.from({ length: IMAGES }, (_, number) => {
    writeFileSync(join(folder, 'layer/file'), `image ${number}\n`);
    passing('tar', ['cf', 'layer.tar', '-C', 'layer', 'file'], { cwd: folder });
    const pushed = ['append', '--insecure', '-f', 'layer.tar', '-t', `${repository}/image-${number}:1`];
    return passing(crane, pushed, { cwd: folder }).stdout.trim();
  });
}

/** How many requests a program sends to verify one image. */
async function requests(folder, registry, image, verify) {
  const file = join(folder, 'requests');
  writeFileSync(file, '');
  const proxy = spawn(process.execPath, [join(import.meta.dirname, 'counting-proxy.mjs'), registry, file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const address = await new Promise((resolve) =>
    proxy.stdout.once('data', (line) => resolve(line.toString().trim())),
  );
  verify(image.replace(registry, address));
  const count = readFileSync(file, 'utf8').trimEnd().split('\n').length;
  proxy.stdin.end();
  return count;
}
