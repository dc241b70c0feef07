// Loaded with --import into the process that is measured: writes its own peak memory (KiB) when it ends.
import { writeFileSync } from 'node:fs';

const file = process.env.ACGS_BENCH_MEMORY;
delete process.env.ACGS_BENCH_MEMORY;
process.on('exit', () => {
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
