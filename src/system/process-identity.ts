import { readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { readTextIfPresent } from './files.js';

/** A process, told apart from a later one with the same number. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** Opaque; the same for the whole life of a process. Empty where the system does not tell. */
  readonly startedOn: string;
}

/** This process. */
export async function thisProcess(): Promise<ProcessIdentity> {
  return { host: hostname(), pid: process.pid, startedOn: await startOf(process.pid) };
}

/** Whether a process still runs; one on another host is believed to. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  if (identity.host !== hostname()) return true;
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const started = await startOf(identity.pid);
  return started === '' || identity.startedOn === '' || started === identity.startedOn;
}

/**
 * Where a process number means the same: host, boot and namespace of processes (containers may share a host's name, and an engine).
 * Empty where the system does not tell.
 */
export async function processSpace(): Promise<string> {
  const [boot, namespace] = await Promise.all([
    readTextIfPresent('/proc/sys/kernel/random/boot_id'),
    // Linux only: elsewhere there is nothing to read, and nothing is claimed.
    readlink('/proc/self/ns/pid').catch(() => undefined),
  ]);
  return boot === undefined || namespace === undefined ? '' : `${hostname()}/${boot.trim()}/${namespace}`;
}

/** Boot and clock ticks since then (proc_pid_stat(5), field 22); the command before it may hold spaces and brackets. */
export async function startOf(pid: number): Promise<string> {
  const [stat, boot] = await Promise.all([
    readTextIfPresent(`/proc/${pid}/stat`),
    readTextIfPresent('/proc/sys/kernel/random/boot_id'),
  ]);
  const ticks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return ticks === undefined ? '' : `${boot?.trim() ?? ''}/${ticks}`;
}
