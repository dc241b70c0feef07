import { type Detected } from '../detected.js';
import { pickVersion } from '../pick-version.js';
import { portInCode } from '../port-in-code.js';
import { below, holds, type Project, seenFrom, upward } from '../project.js';
import { at, readToml, textAt } from '../read-toml.js';

const KNOWN: [string, ...string[]] = ['1.95', '1.94', '1.93', '1.92', '1.91', '1.90'];

/** A Rust program: a Cargo package with a binary, on its own or in a workspace. */
export function detectRust(project: Project): Detected | undefined {
  const { folder, text } = project;
  const cargo = readToml(text(below(folder, 'Cargo.toml')));
  const member = textAt(cargo, 'package', 'name');
  if (cargo === undefined || member === undefined) return undefined;
  const bins = at(cargo, 'bin');
  const named = Array.isArray(bins) ? textAt(bins[0], 'name') : undefined;
  if (named === undefined && !holds(project, folder, 'src/main.rs')) return undefined;
  const workspace = upward(folder).find(
    (each) => at(readToml(text(below(each, 'Cargo.toml'))), 'workspace') !== undefined,
  );
  const context = workspace ?? folder;
  const isLocked = holds(project, context, 'Cargo.lock');
  const toolchain =
    textAt(readToml(text(below(context, 'rust-toolchain.toml'))), 'toolchain', 'channel') ??
    text(below(context, 'rust-toolchain'))?.trim();
  const port = portInCode(text(below(folder, 'src/main.rs')));
  return {
    stack: 'rust',
    evidence: below(folder, 'Cargo.toml'),
    context,
    folder: seenFrom(context, folder),
    name: member,
    version: pickVersion(
      KNOWN,
      /^\d+\.\d+/.exec(toolchain ?? '')?.[0] ?? atLeast(textAt(cargo, 'package', 'rust-version')),
    ),
    command: ['/app'],
    ...(port === undefined ? {} : { port }),
    details: { language: 'rust', member, binary: named ?? member, isLocked },
    notes: isLocked ? [] : ['there is no Cargo.lock: write one (`cargo generate-lockfile`) and commit it'],
  };
}

function atLeast(version: string | undefined): string | undefined {
  return version === undefined ? undefined : `>=${version}`;
}
