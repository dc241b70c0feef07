import { type Environment } from './environment.js';
import { findExecutable } from './executables.js';
import { run } from './exec.js';

/** What a desktop program needs to find the desktop, beyond the clean environment. */
const DESKTOP = ['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'DBUS_SESSION_BUS_ADDRESS', 'BROWSER'];
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  linux: ['xdg-open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Whether this machine has a browser in front of its user: not over ssh, and not without a desktop. */
export function hasBrowser(environment: Environment, platform: NodeJS.Platform = process.platform): boolean {
  const [opener] = OPENERS[platform] ?? [];
  const said = (name: string): boolean => (environment[name] ?? '') !== '';
  if (opener === undefined || said('SSH_CONNECTION') || findExecutable(opener) === undefined) return false;
  return platform !== 'linux' || said('DISPLAY') || said('WAYLAND_DISPLAY');
}

/** Opens an address in the user's browser; whether that could be started. */
export async function openBrowser(url: string, environment: Environment): Promise<boolean> {
  const [opener, ...args] = OPENERS[process.platform] ?? [];
  if (opener === undefined) return false;
  const env = Object.fromEntries(DESKTOP.map((name) => [name, environment[name]]));
  const { exitCode } = await run(opener, [...args, url], { env, timeoutMs: 10_000, keepBytes: 64 * 1024 });
  return exitCode === 0;
}
