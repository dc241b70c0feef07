import { list, registryFlags, text } from './flags.js';
import { gateFlags } from './release-flags.js';

/** Flags of `acgs scan` and `acgs sbom` alike. */
export const imageFlags = {
  layout: text('layout', 'OCI layout folder instead of an image (DIR@sha256:… for one of several)', {
    helpValue: 'DIR',
  }),
  platform: list('platform', 'only these platforms (default: all), e.g. linux/arm64', {
    helpValue: 'OS/ARCH',
  }),
  ...registryFlags,
};

/** Flags that are laid over `scan` of the configuration. */
export const scanSettingFlags = {
  ...gateFlags,
  ignorefile: text('ignorefile', 'findings to ignore (default: .trivyignore.yaml, then .trivyignore)', {
    helpValue: 'FILE',
  }),
  vex: list('vex', 'VEX documents (OpenVEX, CycloneDX)', { helpValue: 'FILE' }),
  server: text('server', 'a Trivy server that holds the database', { helpValue: 'URL' }),
};
