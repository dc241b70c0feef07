import { fetchFrom } from '../actions/scan/fetch-image.js';
import { type ScanFormat, scanImage, type ScanImageResult } from '../actions/scan/scan-image.js';
import { type Configuration } from '../config/configuration.js';
import { durationMs } from '../config/duration.js';
import { AcgsError } from '../model/errors.js';
import { redact } from '../system/redaction.js';
import { imageTarget } from './image-target.js';
import { outputTarget } from './output-target.js';
import { type RegistryFlags, registryOptions } from './registry-options.js';
import { type ScanSettingFlags, scanSettings } from './scan-settings.js';

export interface ScanFlags extends ScanSettingFlags, RegistryFlags {
  readonly format: string;
  readonly layout?: string | undefined;
  readonly platform?: readonly string[] | undefined;
  readonly output?: string | undefined;
  readonly 'write-ignores'?: boolean | undefined;
  readonly expires?: string | undefined;
  readonly verbose?: boolean | undefined;
}

const STANDARD_EXPIRY = '90d';

/** Scans what the command line names. @throws AcgsError as {@link scanImage}; a refusal is in the result */
export async function runScan(
  references: readonly string[],
  flags: ScanFlags,
  { root, scan }: Configuration,
  signal: AbortSignal,
): Promise<ScanImageResult> {
  const { expires, verbose } = flags;
  const writes = flags['write-ignores'] === true;
  if (expires !== undefined && !writes)
    throw new AcgsError('usage/invalid', '--expires says when entries of --write-ignores expire', {
      next: ['add --write-ignores'],
    });
  const output = await outputTarget(flags.output);
  return await scanImage({
    target: imageTarget(references, flags.layout),
    fetch: fetchFrom({ ...registryOptions(flags), signal }),
    platforms: flags.platform ?? [],
    settings: scanSettings(scan, flags, root),
    root,
    format: flags.format as ScanFormat,
    ...(writes ? { writeIgnores: { expiresInMs: durationMs(expires ?? STANDARD_EXPIRY, '--expires') } } : {}),
    ...(output !== undefined && 'folder' in output ? { output: output.folder } : {}),
    signal,
    ...(verbose === true ? { onLine: (line: string) => void process.stderr.write(`${redact(line)}\n`) } : {}),
  });
}
