import { FORMATS, type FormatName } from '../templating/formats.js';
import { type FileMode } from './manifest.js';

/** The header wherever it may stand: the first line, or the second below `#!`. */
const HEADER = /^(#![^\n]*\n)?([^\n]{0,8}acgs: kit=[^\n]*\n)/;

/** What the header of a file tells. */
export interface HeaderFacts {
  readonly kit: string;
  readonly version: string;
  readonly mode: FileMode;
  readonly hash: string | undefined;
}

/** Text with the line that tells whose it is on top; a format without comments has none. */
export function withHeader(body: string, format: FormatName, facts: HeaderFacts): string {
  const { comment }: { comment?: { open: string; close: string } } = FORMATS[format];
  if (comment === undefined) return body;
  const label = facts.hash === undefined ? '' : ` constitutional-hash=${facts.hash}`;
  return insertHeader(
    body,
    `${comment.open}acgs: kit=${facts.kit}@${facts.version} mode=${facts.mode}${label}${comment.close}\n`,
  );
}

/** Puts a header line on top, but below `#!`, which counts in the first line only. */
export function insertHeader(body: string, header: string): string {
  if (!body.startsWith('#!')) return header + body;
  const end = body.indexOf('\n') + 1;
  return end === 0 ? `${body}\n${header}` : body.slice(0, end) + header + body.slice(end);
}

/** A file's header line with its line break (empty where there is none) and the rest. */
export function splitHeader(text: string): { readonly header: string; readonly body: string } {
  const [whole, interpreter = '', header] = HEADER.exec(text) ?? [];
  if (whole === undefined || header === undefined) return { header: '', body: text };
  return { header, body: interpreter + text.slice(whole.length) };
}
