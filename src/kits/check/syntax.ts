import { LineCounter, parseAllDocuments } from 'yaml';
import { messageOf } from '../../model/errors.js';
import { type CheckedFile, type CheckFinding } from './finding.js';
import { HclError } from './hcl/hcl-error.js';
import { parseHcl } from './hcl/parse-hcl.js';

/** What keeps a file from being read in its own format. */
export function syntaxFindings(file: CheckedFile): readonly CheckFinding[] {
  const marker = /^(?:<{7} |>{7} )/m.exec(file.text);
  if (marker !== null)
    return [finding(file, 'a conflict is not settled: markers are left', lineAt(file.text, marker.index))];
  return (READERS[file.format] ?? (() => []))(file);
}

const READERS: Readonly<Record<string, (file: CheckedFile) => readonly CheckFinding[]>> = {
  yaml: (file) => {
    const lineCounter = new LineCounter();
    const documents = parseAllDocuments(file.text, { version: '1.2', lineCounter, prettyErrors: false });
    return (Array.isArray(documents) ? documents : []).flatMap(({ errors, warnings }) =>
      [...errors, ...warnings].map(({ message, pos }) =>
        finding(file, oneLine(message), lineCounter.linePos(pos[0]).line),
      ),
    );
  },
  json: (file) => {
    try {
      JSON.parse(file.text);
      return [];
    } catch (error) {
      return [finding(file, oneLine(messageOf(error)))];
    }
  },
  hcl: (file) => {
    try {
      parseHcl(file.text);
      return [];
    } catch (error) {
      if (error instanceof HclError) return [finding(file, error.message, error.line)];
      throw error;
    }
  },
};

function finding({ path }: CheckedFile, message: string, line?: number): CheckFinding {
  return { path, check: 'syntax', message, ...(line === undefined ? {} : { line }) };
}

function oneLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
