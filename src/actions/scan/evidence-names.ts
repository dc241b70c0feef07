import { type Platform, platformSlug } from '../../model/platform.js';

/**
 * Name of a file of evidence: `scan.json`, and `scan.linux-arm64.json` where the image has several platforms
 * (DESIGN: the short name only when there is one).
 */
export function evidenceName(
  stem: 'sbom' | 'scan',
  ending: 'cdx.json' | 'spdx.json' | 'json' | 'sarif',
  platform: Platform,
  platforms: number,
): string {
  return platforms === 1 ? `${stem}.${ending}` : `${stem}.${platformSlug(platform)}.${ending}`;
}
