import { globSync } from 'node:fs';
import { join } from 'node:path';
import { type Command } from '@oclif/core';

const folder = join(import.meta.dirname, '../../src/commands');

/** A flag as a command line sees it; what oclif keeps beside that is left out. */
export interface FlagSurface {
  readonly char?: string;
  readonly kind: string;
  readonly env?: string;
  readonly aliases?: readonly string[];
  readonly options?: readonly string[];
  readonly default?: unknown;
  readonly required?: true;
  readonly multiple?: true;
  readonly negatable?: true;
}

export interface CommandSurface {
  readonly args: Readonly<Record<string, 'required' | 'optional'>>;
  readonly many: boolean;
  readonly aliases: readonly string[];
  readonly flags: Readonly<Record<string, FlagSurface>>;
}

interface CommandClass {
  readonly summary?: string;
  readonly examples?: readonly unknown[];
  readonly strict?: boolean;
  readonly aliases?: readonly string[];
  readonly args?: Readonly<Record<string, { readonly required?: boolean; readonly ignoreStdin?: boolean }>>;
  readonly flags?: Readonly<Record<string, Command.Flag.Cached>>;
  readonly baseFlags?: Readonly<Record<string, Command.Flag.Cached>>;
}

/** Every command class by its id (`verify blob`), read from the source itself, so that no build can be stale. */
export async function commandClasses(): Promise<ReadonlyMap<string, CommandClass>> {
  const found = new Map<string, CommandClass>();
  for (const file of globSync('**/*.ts', { cwd: folder }).sort()) {
    const module = (await import(join(folder, file))) as { readonly default: CommandClass };
    found.set(file.replace(/\.ts$/, '').replaceAll('/', ' '), module.default);
  }
  return found;
}

/** All flags of a command, the common ones included. */
export function flagsOf(command: CommandClass): Readonly<Record<string, Command.Flag.Cached>> {
  return { ...command.baseFlags, ...command.flags };
}

/** What scripts and CI can depend on. */
export function surfaceOf(command: CommandClass): CommandSurface {
  return {
    args: Object.fromEntries(
      Object.entries(command.args ?? {}).map(([name, { required }]) => [
        name,
        required === true ? 'required' : 'optional',
      ]),
    ),
    many: command.strict === false,
    aliases: command.aliases ?? [],
    flags: Object.fromEntries(
      Object.entries(flagsOf(command))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, flag]) => [name, flagSurface(flag)]),
    ),
  };
}

function flagSurface(flag: Command.Flag.Cached): FlagSurface {
  const { char, type, env, aliases, default: standard, required } = flag;
  return {
    ...(char === undefined ? {} : { char }),
    kind: type,
    ...(env === undefined ? {} : { env }),
    ...(aliases === undefined || aliases.length === 0 ? {} : { aliases }),
    ...('options' in flag && flag.options !== undefined ? { options: flag.options } : {}),
    ...(standard === undefined || standard === false ? {} : { default: standard as unknown }),
    ...(required === true ? { required: true as const } : {}),
    ...('multiple' in flag && flag.multiple === true ? { multiple: true as const } : {}),
    ...('allowNo' in flag && flag.allowNo === true ? { negatable: true as const } : {}),
  };
}
