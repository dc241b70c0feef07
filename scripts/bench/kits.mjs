import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passing, ratio } from './measure.mjs';

/** Files that `kit status` is measured on. */
const FILES = 200;

/** Kits: all rendered in one call, as CPU against the bare interpreter; `kit status` on many files, in wall time above --version. */
export function kits({ node, root }) {
  const entry = join(root, 'bin/run.js');
  const folder = mkdtempSync(join(tmpdir(), 'acgs-bench-kits-'));
  const acgs = (...args) => passing(node, [entry, ...args], { cwd: folder });
  try {
    writeFileSync(join(folder, 'acgs.yaml'), platform(6));
    const { kits: all } = JSON.parse(acgs('kit', 'list', '--json').stdout);
    const names = all.map(({ name }) => name);
    const add = () => {
      for (const path of [
        'acgs.lock.json',
        '.acgs',
        'deploy',
        'docs',
        'infra',
        'policy',
        '.github',
        'services',
      ])
        rmSync(join(folder, path), { recursive: true, force: true });
      return acgs('kit', 'add', ...names);
    };
    const bare = () => passing(node, ['-e', '0']);
    const rendered = {
      name: `acgs kit add, all ${names.length} kits / node -e 0 (CPU)`,
      value: ratio(7, add, bare, (run) => run.cpuMs),
      most: 5,
    };
    const files = fill(folder, acgs, names);
    const status = middle(7, () => acgs('kit', 'status').wallMs - acgs('--version').wallMs);
    return [
      rendered,
      { name: `acgs kit status on ${files} files, more than --version (ms)`, value: status, most: 300 },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** More services until there are enough files. Returns how many there are. */
function fill(folder, acgs, names) {
  for (let services = 6; ; services += 6) {
    writeFileSync(join(folder, 'acgs.yaml'), platform(services));
    acgs('kit', 'update');
    acgs('kit', 'add', ...names);
    const count = Object.keys(JSON.parse(readFileSync(join(folder, 'acgs.lock.json'), 'utf8')).files).length;
    if (count >= FILES || services > 100) return count;
  }
}

function platform(count) {
  const services = Array.from(
    { length: count },
    (_, index) =>
      `  service-${index}: { context: services/s${index}, port: ${8000 + index}, health: /health, metrics: /metrics, calls: [${index === 0 ? '' : `service-${index - 1}`}] }\n`,
  );
  return `version: 1\nproject: bench\nregistry: ghcr.io/acme/bench\nservices:\n${services.join('')}`;
}

function middle(times, measure) {
  const values = Array.from({ length: times }, measure).sort((a, b) => a - b);
  return values[Math.floor(times / 2)];
}
