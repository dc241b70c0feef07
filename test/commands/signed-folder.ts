import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeys } from '../../src/actions/keys-generate.js';
import { Layout } from '../../src/registry/layout.js';
import { putTestImage, type TestImage } from '../actions/test-image.js';

export const PASSWORD = 'a password for tests';

/** A working folder of its own, with `image` (a layout of two platforms), two key pairs and a few files; the process works there. */
export async function workFolder(): Promise<{ image: TestImage; folder: string; leave(): void }> {
  const before = process.cwd();
  const saved = { ...process.env };
  const folder = mkdtempSync(join(tmpdir(), 'acgs-commands-'));
  process.chdir(folder);
  for (const name of Object.keys(process.env))
    if (/^(?:ACGS|TRIVY)_/.test(name)) Reflect.deleteProperty(process.env, name);
  process.env['COSIGN_PASSWORD'] = PASSWORD;
  const image = await putTestImage(await Layout.init('image'), 'commands');
  for (const outputPrefix of ['cosign', 'other'])
    await generateKeys({ outputPrefix, password: () => Promise.resolve(PASSWORD) });
  writeFileSync('file.txt', 'a file\n');
  writeFileSync('predicate.json', '{"bomFormat":"CycloneDX"}');
  return {
    image,
    folder,
    leave: () => {
      process.chdir(before);
      process.env = saved;
      rmSync(folder, { recursive: true });
    },
  };
}
