import { join } from 'node:path';
import { type StepKey } from '../model/run-event.js';
import { messageOf } from '../model/errors.js';
import { openForAppending } from '../system/files.js';
import { runFolder } from './run-folder.js';

/** The log of one step; lines come redacted. */
export interface StepLog {
  /** Relative to the project; absent when nothing is kept. */
  readonly path?: string;
  line(text: string): void;
  close(): Promise<void>;
}

/** For runs that must leave no trace. */
export const noLog: StepLog = { line: () => undefined, close: () => Promise.resolve() };

/** `.acgs/runs/<id>/steps/<nn>-<service>-<platform>-<step>.log` */
export function logPath(runId: string, number: number, key: StepKey): string {
  const parts = [String(number).padStart(2, '0'), key.service, key.platform, key.step];
  const name = parts.filter((part) => part !== undefined).join('-');
  return `${runFolder(runId)}/steps/${name.replaceAll(/[^\w.-]/g, '-')}.log`;
}

/** Opens a log. A disk that takes no more lines is told once, by `onTrouble`, and does not stop the step. */
export function openLog(root: string, path: string, onTrouble: (text: string) => void): StepLog {
  const stream = openForAppending(join(root, path));
  let broken = false;
  let closed = false;
  stream.on('error', (error) => {
    if (!broken) onTrouble(`the log ${path} is incomplete: ${messageOf(error)}`);
    broken = true;
  });
  return {
    path,
    line: (text) => {
      if (!broken && !closed) stream.write(`${text}\n`);
    },
    close: () =>
      new Promise((resolve) => {
        // A step that was given up may go on talking.
        closed = true;
        if (broken) resolve();
        else {
          stream.once('close', resolve);
          stream.end();
        }
      }),
  };
}
