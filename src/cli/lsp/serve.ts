import { fileURLToPath } from 'node:url';
import {
  type Connection,
  createConnection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { LintOpenFiles } from '../../actions/lint/lint-open-file.js';
import { environment } from '../../system/environment.js';
import { codeActions, FIX_ALL } from './code-actions.js';
import { hover } from './hover.js';
import { type JudgedDocument } from './judged-document.js';
import { toDiagnostics } from './to-diagnostics.js';

/** Changes that come in one breath are judged once. */
const BREATH_MS = 30;

/** Files that change what is found in Dockerfiles beside them. */
const CONFIGURATION = '**/{acgs.yaml,.hadolint.yaml,.hadolint.yml,.dockerignore,*.dockerignore}';

/**
 * Speaks the language server protocol 3.17 over two streams until the editor says `exit` or goes away; the process ends then, as the
 * protocol asks: with 0 after `shutdown`, else with 1.
 */
export function serve(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  version: string,
): Promise<never> {
  const connection = createConnection(input, output);
  const server = new LanguageServer(connection, version);
  server.listen();
  return new Promise(() => {
    // The connection ends the process.
  });
}

class LanguageServer {
  private readonly documents = new TextDocuments(TextDocument);
  private readonly judged = new Map<string, Promise<JudgedDocument>>();
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly files: LintOpenFiles;
  private folders: readonly string[] = [];
  private watches = false;

  constructor(
    private readonly connection: Connection,
    private readonly version: string,
  ) {
    this.files = new LintOpenFiles({
      env: environment(),
      acgsVersion: () => Promise.resolve(version),
      warn: (text) => {
        connection.window.showWarningMessage(`acgs: ${text}`);
      },
    });
  }

  listen(): void {
    const { connection, documents } = this;
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => this.watch());
    connection.onDidChangeWatchedFiles(() => {
      this.judgeAll();
    });
    connection.onDidChangeConfiguration(() => {
      this.judgeAll();
    });
    connection.onCodeAction(async (params) => {
      const judged = await this.judge(params.textDocument.uri);
      return judged && codeActions(judged, params);
    });
    connection.onHover(async ({ textDocument, position }) => {
      const judged = await this.judge(textDocument.uri);
      return judged && hover(judged, position);
    });
    documents.onDidChangeContent(({ document }) => {
      this.judged.delete(document.uri);
      this.soon(document.uri);
    });
    documents.onDidSave(() => {
      // Editors that watch no files save configurations all the same.
      this.judgeAll();
    });
    documents.onDidClose(({ document: { uri } }) => {
      clearTimeout(this.waiting.get(uri));
      this.waiting.delete(uri);
      this.judged.delete(uri);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
    });
    documents.listen(connection);
    connection.listen();
  }

  private initialize({ capabilities, workspaceFolders, rootUri }: InitializeParams): InitializeResult {
    const roots = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri === null ? [] : [rootUri]);
    this.folders = roots.flatMap((uri) => pathOf(uri) ?? []);
    this.watches = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    return {
      serverInfo: { name: 'acgs', version: this.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        codeActionProvider: { codeActionKinds: ['quickfix', FIX_ALL] },
        hoverProvider: true,
      },
    };
  }

  private async watch(): Promise<void> {
    if (!this.watches) return;
    await this.connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [{ globPattern: CONFIGURATION }],
    });
    await this.connection.client.register(DidChangeConfigurationNotification.type, {});
  }

  private judgeAll(): void {
    this.files.forget();
    this.judged.clear();
    for (const { uri } of this.documents.all()) this.soon(uri);
  }

  private soon(uri: string): void {
    clearTimeout(this.waiting.get(uri));
    const timer = setTimeout(() => void this.publish(uri), BREATH_MS);
    this.waiting.set(uri, timer);
  }

  private async publish(uri: string): Promise<void> {
    const judged = await this.judge(uri);
    // Another version may have come meanwhile: its own turn tells.
    if (judged === undefined || this.documents.get(uri)?.version !== judged.document.version) return;
    const { version } = judged.document;
    await this.connection.sendDiagnostics({ uri, version, diagnostics: toDiagnostics(judged) });
  }

  /** The findings of an open document as it is now. */
  private judge(uri: string): Promise<JudgedDocument> | undefined {
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
}

/** The path of a `file:` URI; undefined for a document that is no file. */
function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
