import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../bench/scratch.js';
import { runAcgs } from '../bench/run.js';
import { LanguageClient } from './language-client.js';

interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}
interface Diagnostic {
  readonly range: Range;
  readonly code: string;
  readonly severity: number;
  readonly source: string;
  readonly codeDescription: { readonly href: string };
}
interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}
interface Action {
  readonly title: string;
  readonly kind: string;
  readonly isPreferred?: boolean;
  readonly edit: {
    readonly documentChanges: readonly {
      readonly textDocument: { readonly version: number };
      readonly edits: readonly { readonly range: Range; readonly newText: string }[];
    }[];
  };
}

/** An editor with one open Dockerfile. */
async function open(folder: string, text: string) {
  const client = new LanguageClient(folder, ['--stdio']);
  const uri = pathToFileURL(join(folder, 'Dockerfile')).href;
  const capabilities = await client.request<{ readonly capabilities: object }>('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'project' }],
    capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
  });
  client.notify('initialized', {});
  client.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: 'dockerfile', version: 1, text },
  });
  const published = async (version?: number): Promise<Published> => {
    const message = await client.next(
      ({ method, params }) =>
        method === 'textDocument/publishDiagnostics' &&
        (version === undefined || (params as Published).version === version),
    );
    return message.params as Published;
  };
  const close = async () => {
    await client.request('shutdown', null);
    client.notify('exit', null);
    return client.ended;
  };
  return { client, uri, capabilities, published, close };
}

const codes = ({ diagnostics }: Published): string[] => diagnostics.map(({ code }) => code);

const everywhere: Range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

describe('acgs dockerfile lsp', () => {
  it('publishes findings with exact ranges, severities and the page of each rule', async () => {
    using here = scratchFolder({ '.dockerignore': '*\n' });
    const editor = await open(here.folder, 'FROM debian:13\nRUN cd /x \\\n  && sudo ls\nWORKDIR a\n');
    expect(editor.capabilities).toMatchObject({
      capabilities: { textDocumentSync: { change: 2, openClose: true }, hoverProvider: true },
    });
    const { diagnostics, version } = await editor.published();
    expect(version).toBe(1);
    expect(diagnostics).toContainEqual({
      range: { start: { line: 2, character: 5 }, end: { line: 2, character: 9 } },
      severity: 1,
      code: 'DL3004',
      codeDescription: { href: 'https://acgs.io/cli/rules/DL3004' },
      source: 'acgs',
      message: expect.stringMatching(/\S/) as string,
    });
    expect(await editor.close()).toEqual({ code: 0, stderr: '' });
  });

  it('follows incremental changes, also with letters outside of the basic plane and CRLF', async () => {
    using here = scratchFolder();
    const editor = await open(here.folder, 'FROM debian:13\r\nLABEL a="𝒳" b="é"\r\nRUN true\r\n');
    expect(codes(await editor.published(1))).not.toContain('DL3004');
    editor.client.notify('textDocument/didChange', {
      textDocument: { uri: editor.uri, version: 2 },
      contentChanges: [
        {
          range: { start: { line: 2, character: 4 }, end: { line: 2, character: 8 } },
          text: 'echo "𝒳" && sudo ls',
        },
      ],
    });
    const found = (await editor.published(2)).diagnostics.find(({ code }) => code === 'DL3004');
    expect(found?.range).toEqual({ start: { line: 2, character: 17 }, end: { line: 2, character: 21 } });
    editor.client.notify('textDocument/didClose', { textDocument: { uri: editor.uri } });
    expect((await editor.published()).diagnostics).toEqual([]);
    expect((await editor.close()).code).toBe(0);
  });

  it('offers the fixes of what is found, and all safe ones at once, bound to the version', async () => {
    using here = scratchFolder();
    const editor = await open(here.folder, 'FROM debian:13 as a\nADD x /x\nUSER 1000\nCMD run it\n');
    await editor.published(1);
    const ask = (only?: readonly string[]) =>
      editor.client.request<readonly Action[]>('textDocument/codeAction', {
        textDocument: { uri: editor.uri },
        range: everywhere,
        context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
      });
    const actions = await ask();
    const titles = actions.map(({ title }) => title);
    expect(titles).toContain('Write COPY [DL3020]');
    expect(titles).toContain('Write it as a JSON list (review) [DL3025]');
    const copy = actions.find(({ title }) => title === 'Write COPY [DL3020]');
    expect(copy).toMatchObject({ kind: 'quickfix', isPreferred: true });
    expect(copy?.edit.documentChanges).toEqual([
      {
        textDocument: { uri: editor.uri, version: 1 },
        edits: [
          {
            range: { start: { line: 1, character: 0 }, end: { line: 1, character: 3 } },
            newText: 'COPY',
          },
        ],
      },
    ]);
    const [all, ...others] = await ask(['source.fixAll']);
    expect(others).toEqual([]);
    expect(all).toMatchObject({ kind: 'source.fixAll.acgs' });
    // From the s of `as` to the D of ADD: what does not differ is not replaced.
    expect(all?.edit.documentChanges[0]?.edits).toEqual([
      {
        range: { start: { line: 0, character: 15 }, end: { line: 1, character: 3 } },
        newText: 'AS a\nCOPY',
      },
    ]);
    expect(await ask(['refactor'])).toEqual([]);
    expect((await editor.close()).code).toBe(0);
  });

  it('shows the page of a rule where the mouse rests, and nothing elsewhere', async () => {
    using here = scratchFolder();
    const editor = await open(here.folder, 'FROM debian:13\nRUN sudo ls\n');
    await editor.published(1);
    const hover = (line: number, character: number) =>
      editor.client.request<{ readonly contents: { readonly value: string } } | null>('textDocument/hover', {
        textDocument: { uri: editor.uri },
        position: { line, character },
      });
    expect((await hover(1, 5))?.contents.value).toMatch(/^# DL3004: /);
    expect(await hover(1, 0)).toBeNull();
    expect((await editor.close()).code).toBe(0);
  });

  it('honours .hadolint.yaml and comments, and looks again when the editor says that a file has changed', async () => {
    using here = scratchFolder({ '.hadolint.yaml': 'ignored: [DL3004]\noverride:\n  error: [DL3000]\n' });
    const editor = await open(
      here.folder,
      'FROM debian:13\nRUN sudo ls\nWORKDIR a\n# hadolint ignore=DL3020\nADD x /x\n',
    );
    const first = await editor.published(1);
    expect(codes(first)).not.toContain('DL3004');
    expect(codes(first)).not.toContain('DL3020');
    expect(first.diagnostics.find(({ code }) => code === 'DL3000')?.severity).toBe(1);
    here.write({ '.hadolint.yaml': 'ignored: [DL3000]\n' });
    editor.client.notify('workspace/didChangeWatchedFiles', {
      changes: [{ uri: pathToFileURL(join(here.folder, '.hadolint.yaml')).href, type: 2 }],
    });
    const second = await editor.published(1);
    expect(codes(second)).toContain('DL3004');
    expect(codes(second)).not.toContain('DL3000');
    expect((await editor.close()).code).toBe(0);
  });

  it('tells of a configuration that is wrong, and goes on with the defaults', async () => {
    using here = scratchFolder({ 'acgs.yaml': 'version: 1\nlint: { nonsense: 1 }\n' });
    const editor = await open(here.folder, 'FROM debian:13\nRUN sudo ls\n');
    const told = await editor.client.next(({ method }) => method?.startsWith('window/showMessage') === true);
    expect(told.params).toMatchObject({ type: 2, message: expect.stringContaining('nonsense') as string });
    expect(codes(await editor.published(1))).toContain('DL3004');
    expect((await editor.close()).code).toBe(0);
  });

  it('ends with 1 when the editor goes away without a word', async () => {
    using here = scratchFolder();
    const editor = await open(here.folder, 'FROM debian:13\n');
    await editor.published(1);
    editor.client.vanish();
    expect((await editor.client.ended).code).toBe(1);
  });

  it('refuses --json, because stdout speaks the protocol', async () => {
    const run = await runAcgs(['dockerfile', 'lsp', '--json']);
    expect(run).toMatchObject({ code: 2, json: { status: 'failed', error: { code: 'usage/invalid' } } });
  });
});
