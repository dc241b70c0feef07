/**
 * A bench that stays up while you work: `node scripts/dev-bench.mjs start|stop|status`. It is described in
 * `.tools/dev-bench.json`, which `vitest --project bench` uses when it is alive.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { devBenchFile as file, startBench } from './lib/bench.mjs';
import { alive } from './lib/engine.mjs';
import { bringNode } from './lib/node24.mjs';
import { SetupError, main, say } from './lib/say.mjs';

function current() {
  const bench = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  return bench?.pids.every(alive) ? bench : undefined;
}

function describe(bench) {
  writeFileSync(`${file}.draft`, `${JSON.stringify(bench, null, 2)}\n`);
  renameSync(`${file}.draft`, file);
}

await main(async () => {
  switch (process.argv[2]) {
    case 'start':
      if (current()) return say(`already up: ${file}`);
      await bringNode();
      await startBench({ name: 'dev', own: true, stay: true, onProgress: describe });
      say(`up: ${file}`);
      process.exit(0);
      break;
    case 'stop':
      for (const pid of current()?.pids ?? []) process.kill(pid, 'SIGTERM');
      rmSync(file, { force: true });
      break;
    case 'status':
      return process.stdout.write(`${JSON.stringify(current() ?? null, null, 2)}\n`) && 0;
    default:
      throw new SetupError('expected start, stop or status', ['node scripts/dev-bench.mjs start'], 2);
  }
});
