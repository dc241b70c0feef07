import { type RegoTest } from './rego-test.js';

/** Every test of a compiled policy is an entry point of its own, e.g. `acgs/pods_test/test_privileged`. */
const TEST = /\/test_[^/]*$/;

/**
 * Runs the tests of a policy that was compiled to WebAssembly, in this process (Open Policy Agent, Wasm ABI). A test that is not
 * defined has failed, as with `opa test`.
 */
export async function runCompiledTests(wasm: Uint8Array<ArrayBuffer>): Promise<RegoTest[]> {
  const { loadPolicy } = await import('@open-policy-agent/opa-wasm');
  const policy = await loadPolicy(wasm);
  return Object.keys(policy.entrypoints)
    .filter((entry) => TEST.test(entry))
    .sort()
    .map((entry) => {
      const results = policy.evaluate({}, entry) as readonly { readonly result?: unknown }[];
      return { name: entry.replaceAll('/', '.'), passed: results[0]?.result === true };
    });
}
