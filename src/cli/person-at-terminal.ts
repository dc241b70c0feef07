import { detectCi } from '../ci/detect-ci.js';
import { type Person } from '../signing/identity/login/log-in.js';
import { canAsk } from '../system/ask-secret.js';
import { environment } from '../system/environment.js';
import { hasBrowser, openBrowser } from '../system/open-browser.js';
import { redact } from '../system/redaction.js';

/** Who sits at the terminal; nobody in CI, or where input or error output is no terminal. */
export function personAtTerminal(): Person | undefined {
  const env = environment();
  if (!canAsk() || detectCi(env).ci) return undefined;
  return {
    // What is said here is a prompt: it goes to stderr, stdout is data only.
    tell: (text) => process.stderr.write(`${redact(text)}\n`),
    ...(hasBrowser(env) ? { browse: (url) => openBrowser(url, env) } : {}),
  };
}
