/** A value that the user is to replace: a domain of RFC 2606, the account in AWS's examples, or an untold repository. */
export interface Placeholder {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

const PLACEHOLDER = /(?:[A-Za-z0-9*_-]+\.)*example\.com\b|\bOWNER(?:\/REPO\b|\b)|\b111122223333\b/g;

/** The placeholders in a file, in order; a page for people may name them and is not looked at. */
export function placeholdersIn(path: string, text: string): readonly Placeholder[] {
  if (path.endsWith('.md') || !/example\.com|OWNER|111122223333/.test(text)) return [];
  return text
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(PLACEHOLDER)].map(([found]) => ({ path, line: index + 1, text: found })),
    );
}
