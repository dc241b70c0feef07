import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { kitTools } from '../bench/bench.js';
import { runOk } from '../bench/run.js';

/** What `kubectl apply -k` would apply. @param folder absolute */
export async function kustomize(folder: string): Promise<string> {
  return await runOk(join(dirname(realpathSync(kitTools().helm)), 'kubectl'), ['kustomize', folder]);
}
