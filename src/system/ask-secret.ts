import { AcgsError } from '../model/errors.js';

const [CTRL_C, CTRL_D, BACKSPACE, DELETE] = ['\u0003', '\u0004', '\b', '\u007f'];

/** Whether there is a person to ask: input and error output are a terminal. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/**
 * Asks for a secret on the terminal without showing it. The question goes to stderr, stdout is data only.
 * @throws AcgsError `run/interrupted` on Ctrl-C
 */
export async function askSecret(question: string): Promise<string> {
  const input = process.stdin;
  process.stderr.write(question);
  input.setRawMode(true);
  input.setEncoding('utf8');
  input.resume();
  let typed = '';
  try {
    return await new Promise<string>((resolve, reject) => {
      const onEnd = (): void => {
        resolve(typed);
      };
      const onData = (chunk: string): void => {
        for (const character of chunk) {
          if (character === CTRL_C)
            return reject(new AcgsError('run/interrupted', 'interrupted while asking'));
          if (character === '\r' || character === '\n' || character === CTRL_D) {
            input.off('data', onData);
            input.off('end', onEnd);
            return resolve(typed);
          }
          typed = character === BACKSPACE || character === DELETE ? typed.slice(0, -1) : typed + character;
        }
      };
      input.on('data', onData);
      input.once('end', onEnd);
    });
  } finally {
    input.setRawMode(false);
    input.pause();
    input.removeAllListeners('data');
    process.stderr.write('\n');
  }
}
