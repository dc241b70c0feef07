import { columns } from '../scan/columns.js';

interface KitView {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  readonly answers: Readonly<Record<string, unknown>>;
  readonly needs: readonly { readonly kit: string; readonly why: string }[];
}

/** The kits, one line each. */
export function formatList(kits: readonly KitView[]): string {
  return columns(kits.map(({ name, version, summary }) => [name, version, summary])).join('\n');
}

/** The `--json` document, without its status. */
export function listDocument(kits: readonly KitView[]): object {
  return {
    kits: kits.map(({ name, version, title, summary, answers, needs }) => ({
      name,
      version,
      title,
      summary,
      answers,
      needs,
    })),
  };
}
