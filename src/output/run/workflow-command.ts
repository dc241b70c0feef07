/**
 * GitHub's workflow commands (docs.github.com, "Workflow commands for GitHub Actions"; the parser is actions/runner,
 * src/Runner.Common/ActionCommand.cs).
 */
export type CommandName = 'group' | 'endgroup' | 'error' | 'warning' | 'notice' | 'debug';

/** Properties of an annotation; lines and columns count from 1. */
export interface CommandProperties {
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** One command as a line without its newline; no text in it can end it or begin another. */
export function workflowCommand(name: CommandName, message = '', properties: CommandProperties = {}): string {
  const listed = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
    .join(',');
  return `::${name}${listed === '' ? '' : ` ${listed}`}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/**
 * Text from outside as lines that the runner cannot take for commands: it reads `::name` at the beginning of a line
 * (after blanks) and the older `##[name]` anywhere in it.
 */
export function inert(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => (/^\s*::/.test(line) ? `> ${line}` : line).replaceAll('##[', '# #['))
    .join('\n');
}
