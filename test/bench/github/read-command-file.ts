import { readFileSync } from 'node:fs';

/** Reads a file of `name=value` lines and heredocs, as the runner reads GITHUB_OUTPUT and GITHUB_ENV. */
export function readCommandFile(file: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = readFileSync(file, 'utf8').split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const [, name, delimiter] = /^([^=]+?)<<(.+)$/.exec(line) ?? [];
    if (name !== undefined && delimiter !== undefined) {
      const end = lines.indexOf(delimiter, at + 1);
      if (end < 0) throw new Error(`${file}: ${name} has no end`);
      found[name] = lines.slice(at + 1, end).join('\n');
      at = end;
      continue;
    }
    const equals = line.indexOf('=');
    if (equals > 0) found[line.slice(0, equals)] = line.slice(equals + 1);
    else if (line !== '') throw new Error(`${file}: cannot read ${line}`);
  }
  return found;
}
