import { join } from 'node:path';
import { readBytes, readText } from '../system/files.js';
import { PACKAGE_ROOT } from '../system/package-root.js';

const KIT = join(PACKAGE_ROOT, 'templates/kits/policies');

/** The Rego that ships compiled with acgs. */
export interface CompiledPolicy {
  /** Texts of its sources, without the header that a kit writes above them. */
  readonly sources: ReadonlySet<string>;
  /** The WebAssembly module, on demand. */
  readonly wasm: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** Reads what the compiled policy was built from (`scripts/kits/build-policy.mjs`). */
export async function compiledPolicy(): Promise<CompiledPolicy> {
  const files = ['pods.rego', 'pods_test.rego'].map((name) => readText(join(KIT, 'templates', name)));
  return {
    sources: new Set(await Promise.all(files)),
    wasm: async () => new Uint8Array(await readBytes(join(KIT, 'pods.wasm'))),
  };
}

/** A Rego file without the header of its kit, which names the constitutional hash and so differs from place to place. */
export function withoutHeader(rego: string): string {
  return rego.replace(/^# acgs: kit=.*\n/, '');
}
