/**
 * The flags of `acgs dockerfile lint`: one table for oclif (help, manifest, errors) and for the short way past it
 * (lint-fast-path.ts). Data only, so that reading it costs nothing.
 */
export interface FlagRow {
  readonly name: string;
  readonly char?: string;
  /** `list` may be given several times, or with commas. */
  readonly kind: 'switch' | 'value' | 'list';
  readonly description: string;
  readonly options?: readonly string[];
  readonly helpValue?: string;
  readonly otherChars?: readonly string[];
  /** Of every command: oclif has it from the base class. */
  readonly common?: true;
  readonly helpGroup?: string;
}

const rule = { kind: 'list', helpValue: 'RULE', helpGroup: 'RULES' } as const;

export const LINT_FLAGS: readonly FlagRow[] = [
  {
    name: 'format',
    char: 'f',
    kind: 'value',
    description: 'form of the findings (default: tty)',
    options: [
      'tty',
      'json',
      'checkstyle',
      'codeclimate',
      'gitlab_codeclimate',
      'gnu',
      'codacy',
      'sonarqube',
      'sarif',
      'junit',
      'github',
    ],
  },
  {
    name: 'failure-threshold',
    char: 't',
    kind: 'value',
    description: 'lowest level that fails the run (default: info); ignore and none: any finding does',
    options: ['error', 'warning', 'info', 'style', 'ignore', 'none'],
  },
  {
    name: 'output',
    char: 'o',
    kind: 'value',
    description: 'write the findings to a file instead',
    helpValue: 'FILE',
  },
  { name: 'no-fail', kind: 'switch', description: 'findings never fail the run' },
  { name: 'no-color', kind: 'switch', description: 'no colours on a terminal' },
  { name: 'error', ...rule, description: 'make a rule an error' },
  { name: 'warning', ...rule, description: 'make a rule a warning' },
  { name: 'info', ...rule, description: 'make a rule an info' },
  { name: 'style', ...rule, description: 'make a rule a style finding' },
  { name: 'ignore', ...rule, description: 'do not report a rule' },
  {
    name: 'trusted-registry',
    kind: 'list',
    helpValue: 'HOST',
    helpGroup: 'RULES',
    description: 'registry that FROM may name; none given: any',
  },
  {
    name: 'require-label',
    kind: 'list',
    helpValue: 'NAME:KIND',
    helpGroup: 'RULES',
    description: 'label that the image must carry, and the kind of its value',
  },
  {
    name: 'strict-labels',
    kind: 'switch',
    helpGroup: 'RULES',
    description: 'report labels that no --require-label names',
  },
  {
    name: 'disable-ignore-pragma',
    kind: 'switch',
    helpGroup: 'RULES',
    description: 'comments in Dockerfiles silence nothing',
  },
  {
    name: 'shellcheck',
    kind: 'value',
    helpGroup: 'RULES',
    options: ['auto', 'off'],
    description: 'check shell code with ShellCheck where it is installed (default: auto)',
  },
  {
    name: 'file-path-in-report',
    kind: 'value',
    helpValue: 'PATH',
    description: 'name of the file in findings, for runs in a container or on standard input',
  },
  {
    name: 'fix',
    kind: 'switch',
    description: 'write the safe fixes into the files, then report what is left',
  },
  {
    name: 'diff',
    kind: 'switch',
    description: 'print what --fix would change, as a patch; 3 if there is any',
  },
  { name: 'explain', kind: 'value', helpValue: 'RULE', description: 'print what a rule is about, and end' },
  {
    name: 'verbose',
    char: 'V',
    otherChars: ['v'],
    kind: 'switch',
    helpGroup: 'GLOBAL',
    description: 'tell on stderr which configuration and files are read',
  },
  { name: 'quiet', char: 'q', kind: 'switch', common: true, description: 'no notes on stderr' },
  { name: 'json', kind: 'switch', common: true, description: 'one JSON document' },
  { name: 'config', char: 'c', kind: 'value', common: true, description: 'configuration file' },
];

/** The environment twin of a flag (as in flags.ts). */
export function twinOf(name: string): string {
  return `ACGS_${name.toUpperCase().replaceAll('-', '_')}`;
}
