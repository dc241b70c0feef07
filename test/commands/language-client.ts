import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { benchEnv, projectRoot } from '../bench/bench.js';

export interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** An editor at the other end of `acgs dockerfile lsp`: it frames messages as the protocol's base says, and answers requests with null. */
export class LanguageClient {
  readonly ended: Promise<Ended>;
  private readonly child;
  private readonly seen: Message[] = [];
  private readonly waiting: {
    matches: (message: Message) => boolean;
    resolve: (message: Message) => void;
  }[] = [];
  private buffer = Buffer.alloc(0);
  private lastId = 0;

  constructor(cwd: string, args: readonly string[] = []) {
    this.child = spawn(process.execPath, [join(projectRoot, 'bin/run.js'), 'dockerfile', 'lsp', ...args], {
      cwd,
      env: benchEnv({ HOME: cwd, XDG_CONFIG_HOME: undefined }),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stderr = '';
    this.child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    this.child.stdout.on('data', (chunk: Buffer) => {
      this.read(chunk);
    });
    this.ended = new Promise((resolve) => {
      this.child.on('close', (code) => {
        resolve({ code, stderr });
      });
    });
  }

  async request<Result>(method: string, params: unknown): Promise<Result> {
    const id = ++this.lastId;
    this.send({ id, method, params });
    const answer = await this.next((message) => message.id === id && message.method === undefined);
    if (answer.error !== undefined) throw new Error(answer.error.message);
    return answer.result as Result;
  }

  notify(method: string, params: unknown): void {
    this.send({ method, params });
  }

  /** The next message that matches, one that came already among them; each is given once. */
  next(matches: (message: Message) => boolean): Promise<Message> {
    const at = this.seen.findIndex(matches);
    const [found] = at === -1 ? [] : this.seen.splice(at, 1);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve) => {
      this.waiting.push({ matches, resolve });
    });
  }

  /** Ends standard input without `exit`, as an editor that crashed. */
  vanish(): void {
    this.child.stdin.end();
  }

  private send(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  private read(chunk: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, chunk]);
    for (;;) {
      const end = this.buffer.indexOf('\r\n\r\n');
      const length = /Content-Length: (\d+)/i.exec(this.buffer.subarray(0, Math.max(0, end)).toString())?.[1];
      if (length === undefined || this.buffer.length < end + 4 + Number(length)) return;
      const body = this.buffer.subarray(end + 4, end + 4 + Number(length)).toString();
      this.buffer = this.buffer.subarray(end + 4 + Number(length));
      this.take(JSON.parse(body) as Message);
    }
  }

  private take(message: Message): void {
    if (message.method !== undefined && message.id !== undefined) this.send({ id: message.id, result: null });
    const at = this.waiting.findIndex(({ matches }) => matches(message));
    const [waiter] = at === -1 ? [] : this.waiting.splice(at, 1);
    if (waiter === undefined) this.seen.push(message);
    else waiter.resolve(message);
  }
}
