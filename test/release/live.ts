import { type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type AcgsResult, type RunOptions } from '../bench/run.js';
import { type Project } from './project.js';

/** A release that is under way. */
export interface Live {
  readonly child: ChildProcess;
  /** Resolves when its error output has shown this text; rejects if it ends before. */
  shows(text: string): Promise<void>;
  /** Sends a signal; resolves with the result and the time from the signal to the end, ms. */
  end(signal: NodeJS.Signals): Promise<AcgsResult & { readonly ms: number }>;
  readonly result: Promise<AcgsResult>;
}

/** Starts acgs in a project without waiting for its end. */
export async function startAcgs(
  it: Project,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Live> {
  let stderr = '';
  let ended = false;
  let result: Promise<AcgsResult> | undefined;
  const child = await new Promise<ChildProcess>((resolve, reject) => {
    result = it.acgs(args, {
      ...options,
      onStart: (started) => {
        started.stderr?.on('data', (text: string) => (stderr += text));
        started.once('close', () => (ended = true));
        resolve(started);
      },
    });
    result.catch(reject);
  });
  if (result === undefined) throw new Error('acgs was not started');
  const whole = result;
  const shows = async (text: string): Promise<void> => {
    while (!stderr.includes(text)) {
      if (ended) throw new Error(`ended without showing "${text}":\n${stderr}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  const end: Live['end'] = async (signal) => {
    const began = performance.now();
    child.kill(signal);
    const all = await whole;
    return { ...all, ms: performance.now() - began };
  };
  return { child, shows, end, result: whole };
}

/** Command lines of processes that were started with or in a folder. */
export function processesOf(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return command.includes(folder) || readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)
          ? [command]
          : [];
      } catch {
        return []; // It has ended meanwhile.
      }
    });
}

export interface JournalLine {
  readonly type: string;
  readonly key?: { readonly step: string };
  readonly status?: string;
  readonly exit?: number;
}

/** The lines of each run's journal, oldest first; throws where one is no JSON, but for a torn last one if `torn`. */
export function journalsOf(folder: string, torn = false): JournalLine[][] {
  const runs = join(folder, '.acgs/runs');
  if (!existsSync(runs)) return [];
  return readdirSync(runs)
    .sort()
    .map((run) => join(runs, run, 'journal.jsonl'))
    .filter((file) => existsSync(file))
    .map((file) => {
      const lines = readFileSync(file, 'utf8').split('\n');
      const last = lines.pop() ?? '';
      if (last !== '' && !torn) throw new Error(`${file} ends in the middle of a line`);
      return lines.map((line) => JSON.parse(line) as JournalLine);
    });
}
