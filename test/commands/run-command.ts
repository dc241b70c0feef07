import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Config } from '@oclif/core/config';
import { DOCUMENTS } from '../../src/output/documents/documents.js';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Runnable {
  run(): Promise<unknown>;
}
type CommandClass = new (argv: string[], config: Config) => Runnable;

let config: Promise<Config> | undefined;

/** Runs a command of the source in this process, as `acgs ID ARGV…` in the working folder would. */
export async function runCommand(id: string, ...argv: string[]): Promise<Ran> {
  config ??= Config.load({ root: projectRoot });
  const file = join(projectRoot, 'src/commands', `${id.replaceAll(' ', '/')}.ts`);
  const { default: Command } = (await import(file)) as { readonly default: CommandClass };
  const command = new Command(argv, await config);
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)];
  const before = process.exitCode;
  try {
    await command.run();
    return { exit: Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    stdout.restore();
    stderr.restore();
    process.exitCode = before;
  }
}

/**
 * Runs a command with `--json` and holds its document against its schema: every field must be one that the schema names.
 * @returns the document, with the exit code as `exit`
 */
export async function runJson(id: string, ...argv: string[]): Promise<{ exit: number; document: Document }> {
  const { exit, stdout } = await runCommand(id, ...argv, '--json');
  return { exit, document: checkedDocument(id, stdout) };
}

export interface Document {
  readonly status?: string;
  readonly error?: { readonly code: string; readonly exit: number; readonly next: readonly string[] };
  readonly [field: string]: unknown;
}

/** Parses a `--json` document; throws where it is not what its schema says, or holds what the schema does not know. */
export function checkedDocument(id: string, text: string): Document {
  const document = JSON.parse(text) as Document;
  const schema = DOCUMENTS[id.replaceAll(' ', '-')];
  if (schema === undefined) throw new Error(`acgs ${id} has no schema`);
  const known = schema.parse(document);
  if (JSON.stringify(sorted(known)) !== JSON.stringify(sorted(document)))
    throw new Error(`the schema of acgs ${id} does not name every field of ${text.slice(0, 2000)}`);
  return document;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

function capture(stream: NodeJS.WriteStream): { text(): string; restore(): void } {
  const chunks: string[] = [];
  const original = stream.write;
  stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    const done = rest.findLast((one) => typeof one === 'function') as (() => void) | undefined;
    done?.();
    return true;
  }) as typeof stream.write;
  return {
    text: () => chunks.join(''),
    restore: () => {
      stream.write = original;
    },
  };
}
