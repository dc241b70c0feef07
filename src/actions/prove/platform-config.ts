import { blobPath, readSmallBlob } from '../../image/layout-files.js';
import { type Digest } from '../../model/digest.js';
import { OCI_CONFIG } from '../../model/media-types.js';
import { type JsonObject, parseJsonObject } from '../../registry/bounded-json.js';
import { factsOf } from '../../system/files.js';

/** The configuration document of an image in a layout. @throws AcgsError `evidence/tampered`, `evidence/invalid` */
export async function platformConfig(layout: string, digest: Digest): Promise<JsonObject> {
  const size = (await factsOf(blobPath(layout, digest)))?.size ?? 0;
  const bytes = await readSmallBlob(layout, { mediaType: OCI_CONFIG, digest, size });
  return parseJsonObject(bytes, `configuration ${digest}`);
}
