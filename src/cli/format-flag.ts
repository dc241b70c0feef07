import { string } from '@oclif/core/flags';

/** In which form evidence is attached. */
export const formatFlag = string({
  description: 'bundle: as cosign 3, a referrer; legacy: as cosign 2, a tag',
  options: ['bundle', 'legacy', 'both'],
  default: 'bundle',
  env: 'ACGS_FORMAT',
});
