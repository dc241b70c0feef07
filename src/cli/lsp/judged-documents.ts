import { fileURLToPath } from 'node:url';
import { type TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type LintOpenFiles } from '../../actions/lint/lint-open-file.js';
import { type JudgedDocument } from './judged-document.js';

/** What was found in the open documents; each version of a document is judged once. */
export class JudgedDocuments {
  private readonly judged = new Map<string, Promise<JudgedDocument>>();
  private folders: readonly string[] = [];

  constructor(
    private readonly documents: TextDocuments<TextDocument>,
    private readonly files: LintOpenFiles,
  ) {}

  /** The folders that the editor has opened, as URIs: configuration is looked for there. */
  open(folders: readonly string[]): void {
    this.folders = folders.flatMap((uri) => pathOf(uri) ?? []);
  }

  /** The findings of an open document as it is now; nothing for one that is not open. */
  of(uri: string): Promise<JudgedDocument> | undefined {
    const open = this.documents.get(uri);
    if (open === undefined) return undefined;
    const known = this.judged.get(uri);
    if (known !== undefined) return known;
    // Open documents are changed in place; what was found speaks of this version.
    const document = TextDocument.create(uri, open.languageId, open.version, open.getText());
    const path = pathOf(uri);
    const folder = this.folders.find((candidate) => path?.startsWith(`${candidate.replace(/\/$/, '')}/`));
    const judging = this.files
      .judge(document.getText(), path, folder)
      .then((text): JudgedDocument => ({ ...text, document }));
    this.judged.set(uri, judging);
    return judging;
  }

  /** A document has changed, or was closed. */
  drop(uri: string): void {
    this.judged.delete(uri);
  }

  /** A file beside the documents has changed. */
  dropAll(): void {
    this.files.forget();
    this.judged.clear();
  }
}

/** The path of a `file:` URI; undefined for a document that is no file. */
function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
