/** `npm run check`: everything that needs no engine – types, lint, format, unused code, pages, unit tests – under the pinned Node. */
import { runChecks, staticChecks, unitTests } from './lib/checks.mjs';
import { elapsed, main, say } from './lib/say.mjs';
import { buildAll } from './lib/setup.mjs';

await main(async () => {
  await buildAll();
  const passed = await runChecks([unitTests, ...staticChecks]);
  say(`in ${elapsed()}`);
  return passed ? 0 : 1;
});
