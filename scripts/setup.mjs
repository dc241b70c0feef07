/** `npm run setup`: brings what `npm start` needs, the built CLI included, and starts nothing. */
import { consent } from './lib/consent.mjs';
import { elapsed, main, say } from './lib/say.mjs';
import { missing, setup } from './lib/setup.mjs';

await main(async () => {
  say('Setting up acgs');
  await consent(await missing());
  await setup();
  say(`Ready in ${elapsed()}: bin/acgs --help`);
});
