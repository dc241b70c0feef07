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
import { JudgedDocuments } from './judged-documents.js';
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
  private readonly judged: JudgedDocuments;
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private watches = false;

  constructor(
    private readonly connection: Connection,
    private readonly version: string,
  ) {
    const files = new LintOpenFiles({
      env: environment(),
      acgsVersion: () => Promise.resolve(version),
      warn: (text) => {
        connection.window.showWarningMessage(`acgs: ${text}`);
      },
    });
    this.judged = new JudgedDocuments(this.documents, files);
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
      const judged = await this.judged.of(params.textDocument.uri);
      return judged && codeActions(judged, params);
    });
    connection.onHover(async ({ textDocument, position }) => {
      const judged = await this.judged.of(textDocument.uri);
      return judged && hover(judged, position);
    });
    documents.onDidChangeContent(({ document }) => {
      this.judged.drop(document.uri);
      this.soon(document.uri);
    });
    documents.onDidSave(() => {
      // Editors that watch no files save configurations all the same.
      this.judgeAll();
    });
    documents.onDidClose(({ document: { uri } }) => {
      clearTimeout(this.waiting.get(uri));
      this.waiting.delete(uri);
      this.judged.drop(uri);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
    });
    documents.listen(connection);
    connection.listen();
  }

  private initialize({ capabilities, workspaceFolders, rootUri }: InitializeParams): InitializeResult {
    this.judged.open(workspaceFolders?.map(({ uri }) => uri) ?? (rootUri === null ? [] : [rootUri]));
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
    this.judged.dropAll();
    for (const { uri } of this.documents.all()) this.soon(uri);
  }

  private soon(uri: string): void {
    clearTimeout(this.waiting.get(uri));
    const timer = setTimeout(() => void this.publish(uri), BREATH_MS);
    this.waiting.set(uri, timer);
  }

  private async publish(uri: string): Promise<void> {
    const judged = await this.judged.of(uri);
    // Another version may have come meanwhile: its own turn tells.
    if (judged === undefined || this.documents.get(uri)?.version !== judged.document.version) return;
    const { version } = judged.document;
    await this.connection.sendDiagnostics({ uri, version, diagnostics: toDiagnostics(judged) });
  }
}
