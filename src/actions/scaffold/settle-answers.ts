import { runtimesOf, usualRuntime } from '../../dockerfile/scaffold/bases.js';
import { type Detected } from '../../dockerfile/scaffold/detected.js';
import { type Health } from '../../dockerfile/scaffold/health-check.js';
import { type Runtime } from '../../dockerfile/scaffold/stacks.js';
import { AcgsError } from '../../model/errors.js';
import { type Answer, type AnswerSource } from '../../model/scaffolding.js';
import { type DeclaredService } from './declared-service.js';
import { splitCommand } from './split-command.js';

/** Asks the user; the answer is `usual` where they just press Enter. */
export type Ask = (question: string, usual: string | undefined) => Promise<string>;

/** What flags say. */
export interface SaidAnswers {
  readonly runtime?: string;
  readonly port?: number;
  readonly command?: string;
  readonly health?: string;
}

export interface SettledAnswers {
  readonly runtime: Runtime;
  readonly port: number;
  readonly health: Health;
  readonly command?: readonly string[];
  readonly answers: readonly Answer[];
}

/** Ports that each language's frameworks take by themselves. */
const USUAL_PORT: Readonly<Record<string, number>> = { python: 8000, node: 3000, ruby: 3000 };

/**
 * What the scaffold depends on: flags first, then acgs.yaml, then what was seen. Only what none of them tells is asked, and
 * where nobody can be asked it is the usual.
 * @throws AcgsError `usage/invalid`
 */
export async function settleAnswers(
  detected: Detected,
  said: SaidAnswers,
  declared: DeclaredService | undefined,
  ask: Ask | undefined,
): Promise<SettledAnswers> {
  const runtime = runtimeOf(detected, said.runtime);
  const command = await commandOf(detected, said.command, ask);
  const port = await portOf(detected, said.port, declared?.port, ask);
  const health = healthOf(said.health, declared?.health);
  return {
    runtime: runtime.value,
    port: port.value,
    health: health.value,
    ...(command.value === undefined ? {} : { command: command.value }),
    answers: [
      { name: 'runtime', value: runtime.value, from: runtime.from },
      { name: 'port', value: String(port.value), from: port.from },
      { name: 'command', value: (command.value ?? detected.command ?? []).join(' '), from: command.from },
      { name: 'health', value: health.value, from: health.from },
    ],
  };
}

interface Settled<Value> {
  readonly value: Value;
  readonly from: AnswerSource;
}

function runtimeOf(detected: Detected, said: string | undefined): Settled<Runtime> {
  if (said === undefined) return { value: usualRuntime(detected), from: 'default' };
  const fit = runtimesOf(detected);
  const value = fit.find((runtime) => runtime === said);
  if (value !== undefined) return { value, from: 'flag' };
  throw new AcgsError(
    'usage/invalid',
    `${`${detected.stack} ${detected.version}`.trim()} has no runtime "${said}"`,
    {
      next: [`choose one with --runtime: ${fit.join(', ')}`],
    },
  );
}

async function commandOf(
  detected: Detected,
  said: string | undefined,
  ask: Ask | undefined,
): Promise<Settled<readonly string[] | undefined>> {
  if (said !== undefined) return { value: splitCommand(said), from: 'flag' };
  if (detected.command !== undefined) return { value: undefined, from: 'detected' };
  const answer = await ask?.('How does the service start?', undefined);
  return answer === undefined || answer === ''
    ? { value: undefined, from: 'default' }
    : { value: splitCommand(answer), from: 'asked' };
}

async function portOf(
  detected: Detected,
  said: number | undefined,
  declared: number | undefined,
  ask: Ask | undefined,
): Promise<Settled<number>> {
  if (said !== undefined) return { value: unprivileged(said), from: 'flag' };
  if (declared !== undefined) return { value: unprivileged(declared), from: 'acgs.yaml' };
  if (detected.port !== undefined) return { value: detected.port, from: 'detected' };
  const usual = USUAL_PORT[detected.details.language] ?? 8080;
  const answer = await ask?.('Which port does it listen on?', String(usual));
  return answer === undefined
    ? { value: usual, from: 'default' }
    : { value: unprivileged(Number(answer)), from: 'asked' };
}

function unprivileged(port: number): number {
  if (Number.isInteger(port) && port >= 1024 && port <= 65_535) return port;
  throw new AcgsError('usage/invalid', `expected a port from 1024 to 65535, got ${port}`, {
    next: ['a service that is not root listens above 1023; let the ingress or the host map the port'],
  });
}

function healthOf(said: string | undefined, declared: DeclaredService['health']): Settled<Health> {
  const value = said ?? declared;
  if (value === undefined) return { value: 'tcp', from: 'default' };
  const from = said === undefined ? 'acgs.yaml' : 'flag';
  if (value === 'tcp' || value === 'none') return { value, from };
  // It stands in a string of Python, JavaScript or a shell: no character that could end one.
  if (/^\/[A-Za-z0-9_.~/-]*$/.test(value)) return { value: value as Health, from };
  throw new AcgsError('usage/invalid', `expected a path like /health, tcp or none, got "${value}"`, {
    next: ['a path is of letters, digits and ./~_-'],
  });
}
