import { type EventSink, type RunEvent } from '../../model/run-event.js';
import { openForAppending, writeFileAtomic } from '../../system/files.js';

/**
 * `--events FILE`: one JSON object for each event, as it happens. A file of an earlier run is replaced.
 * Not for a dry run, which writes nothing.
 * @throws AcgsError `file/failed`
 */
export async function openEventFile(path: string): Promise<EventSink> {
  await writeFileAtomic(path, '');
  const stream = openForAppending(path);
  let failure: Error | undefined;
  stream.on('error', (error) => {
    failure = error;
  });
  return {
    handle: (event: RunEvent) => {
      if (failure !== undefined) throw failure;
      stream.write(`${JSON.stringify(event)}\n`);
    },
    close: () =>
      new Promise((resolve, reject) => {
        const end = (): void => {
          if (failure === undefined) resolve();
          else reject(failure);
        };
        if (failure !== undefined) return end();
        stream.once('close', end);
        stream.end();
      }),
  };
}
