import { Engine } from '../../system/docker.js';
import { AcgsError } from '../../model/errors.js';
import { formatPlatform } from '../../model/platform.js';

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/**
 * The platform that is built where none is asked for: the engine's. Where no engine answers it is this machine's;
 * preflight tells of the engine.
 */
export async function builderPlatform(signal: AbortSignal | undefined): Promise<string> {
  try {
    const engine = await Engine.open();
    return formatPlatform((await engine.state(signal)).platform);
  } catch (error) {
    if (!(error instanceof AcgsError) || !error.code.startsWith('engine/')) throw error;
    return `linux/${ARCHITECTURES[process.arch] ?? process.arch}`;
  }
}
