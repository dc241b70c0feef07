import { type AnyStep } from './step.js';
import { attest } from './steps/attest.js';
import { build } from './steps/build.js';
import { gate } from './steps/gate.js';
import { lint } from './steps/lint.js';
import { provenance } from './steps/provenance.js';
import { push } from './steps/push.js';
import { sbom } from './steps/sbom.js';
import { scan } from './steps/scan.js';
import { sign } from './steps/sign.js';
import { smoke } from './steps/smoke.js';
import { tag } from './steps/tag.js';
import { verify } from './steps/verify.js';
import { type ReleaseWorld } from './world.js';

/**
 * The whole product on one screen. Order comes from what each step needs; these ids are contract.
 *
 *     lint → build → { smoke, sbom, scan, provenance } → gate → sign → attest → push → verify → tag
 */
export const steps: readonly AnyStep<ReleaseWorld>[] = [
  // The Dockerfile, and that no private key would be sent with the context.
  lint,
  // The image of every platform, in a layout whose index is ours; from here on there is one digest.
  build,
  // Side by side, reading that layout: does it run, what is in it, what is known against it, how was it made.
  smoke,
  sbom,
  scan,
  provenance,
  // All evidence is on disk; may it be released?
  gate,
  // The signer's word, as referrers in the layout.
  sign,
  attest,
  // The layout with its referrers, by digest. Nothing left this machine before.
  push,
  // Everything read back from where it was put.
  verify,
  // Names move last.
  tag,
];
