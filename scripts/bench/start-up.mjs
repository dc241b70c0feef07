import { join } from 'node:path';
import { passing, ratio } from './measure.mjs';

/** Start-up, as CPU against the bare interpreter. */
export function startUp({ node, root }) {
  const entry = join(root, 'bin/run.js');
  const bare = () => passing(node, ['-e', '0']);
  const cpu = (run) => run.cpuMs;
  return [
    {
      name: 'acgs --version / node -e 0 (CPU)',
      value: ratio(15, () => passing(node, [entry, '--version']), bare, cpu),
      most: 1.5,
    },
    {
      name: 'acgs --help / node -e 0 (CPU)',
      value: ratio(15, () => passing(node, [entry, '--help']), bare, cpu),
      most: 4,
    },
  ];
}
