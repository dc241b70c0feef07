/** Runs what must be undone: `stop` is called at the end, at an error, and at Ctrl-C or SIGTERM (then exit 130 or 143). */
import { say } from './say.mjs';

/**
 * @template T
 * @param {(scope: {onStop: (stop: () => Promise<void>) => void}) => Promise<T>} action registers what to stop as it starts it
 */
export async function untilSignal(action) {
  const stops = [];
  let stopping;
  const stopAll = () =>
    (stopping ??= (async () => {
      for (const stop of stops.splice(0).reverse()) await stop();
    })());
  const interrupted = (signal, code) => () => {
    say(`\n${signal}: stopping what was started`);
    void stopAll().finally(() => process.exit(code));
  };
  const handlers = { SIGINT: interrupted('SIGINT', 130), SIGTERM: interrupted('SIGTERM', 143) };
  for (const [signal, handler] of Object.entries(handlers)) process.once(signal, handler);
  try {
    return await action({ onStop: (stop) => stops.push(stop) });
  } finally {
    await stopAll();
    for (const [signal, handler] of Object.entries(handlers)) process.off(signal, handler);
  }
}
