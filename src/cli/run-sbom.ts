import { sbomImage, type SbomImageResult } from '../actions/sbom/sbom-image.js';
import { fetchFrom } from '../actions/scan/fetch-image.js';
import { type Configuration } from '../config/configuration.js';
import { type SbomFormat } from '../scan/name-inventory.js';
import { writeFileAtomic } from '../system/files.js';
import { redact } from '../system/redaction.js';
import { imageTarget } from './image-target.js';
import { outputTarget } from './output-target.js';
import { type RegistryFlags, registryOptions } from './registry-options.js';

export interface SbomFlags extends RegistryFlags {
  readonly format: readonly string[];
  readonly layout?: string | undefined;
  readonly platform?: readonly string[] | undefined;
  readonly output?: string | undefined;
  readonly verbose?: boolean | undefined;
}

/** Makes the inventories that the command line asks for. @throws AcgsError as {@link sbomImage} */
export async function runSbom(
  references: readonly string[],
  flags: SbomFlags,
  { root, scan }: Configuration,
  signal: AbortSignal,
): Promise<SbomImageResult> {
  const target = await outputTarget(flags.output);
  const { document, ...made } = await sbomImage({
    target: imageTarget(references, flags.layout),
    fetch: fetchFrom({ ...registryOptions(flags), signal }),
    platforms: flags.platform ?? [],
    settings: scan,
    formats: [...new Set(flags.format as readonly SbomFormat[])],
    root,
    ...(target !== undefined && 'folder' in target ? { output: target.folder } : {}),
    signal,
    ...(flags.verbose === true
      ? { onLine: (line: string) => void process.stderr.write(`${redact(line)}\n`) }
      : {}),
  });
  if (document === undefined || target === undefined || 'folder' in target)
    return { ...made, ...(document === undefined ? {} : { document }) };
  await writeFileAtomic(target.file, document);
  return made;
}
