/** Brings single tools of the toolbox: `node scripts/tools.mjs cosign3 actionlint`; without names it lists them. */
import { installed } from './lib/installed.mjs';
import { main } from './lib/say.mjs';
import { namesOf, tool, toolbox } from './lib/toolbox.mjs';

await main(async () => {
  const asked = process.argv
    .slice(2)
    .flatMap((name) => (name.startsWith('--group=') ? namesOf(name.slice('--group='.length)) : [name]));
  for (const name of asked) process.stdout.write(`${await tool(name)}\n`);
  if (asked.length > 0) return;
  for (const [name, { group, version }] of Object.entries(toolbox)) {
    const present = installed(name, version);
    process.stdout.write(
      `${name.padEnd(18)}${group.padEnd(10)}${(version ?? present?.version ?? 'newest of its suite').padEnd(22)}${present ? 'installed' : '-'}\n`,
    );
  }
});
