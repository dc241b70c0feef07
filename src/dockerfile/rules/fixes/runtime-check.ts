import { type Fix } from '../../fix.js';
import { argumentWords } from '../../parse/arguments.js';
import { type ImageName } from '../../parse/image-name.js';
import { type Instruction } from '../../parse/nodes.js';
import { shortName } from '../shared/base-image.js';

/** A request to the container itself. */
interface Request {
  readonly port: { readonly variable?: string; readonly value: string };
  /** Begins with a slash. */
  readonly path: string;
}

const CURL =
  /^curl(?:\s+(?:-[fsSLk]+|--fail|--silent|--show-error|--location|-o\s+\/dev\/null|(?:--max-time|-m|--connect-timeout)[ =]\d+))*\s+(\S+)$/;
const WGET =
  /^wget(?:\s+(?:-q|-nv|-S|--quiet|--no-verbose|--spider|-qO-|-O-|-O\s+-|-q?O\s*\/dev\/null|--tries=\d+|-t\s*\d+|--timeout=\d+|-T\s*\d+))*\s+(\S+)$/;
const URL =
  /^(["']?)(?:http:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+|\$\w+|\$\{\w+\}|\$\{\w+:?-\d+\}))?(\/[\w./?=&~%+-]*)?\1$/;

/**
 * A fix that lets the application's own runtime ask what a HEALTHCHECK asks with a program that the image lacks. Undefined where
 * the base has no known runtime, or the check does more than one plain request to this container.
 */
export function runtimeCheck(check: Instruction, image: ImageName): Fix | undefined {
  const runtime = runtimeOf(image);
  const [kind, first] = argumentWords(check);
  if (!runtime || kind?.value.toUpperCase() !== 'CMD' || !first) return undefined;
  const { logical, args } = check;
  const written = logical.text.slice(first.at.start, args.end);
  const request = readRequest(asCommand(written));
  if (!request) return undefined;
  return {
    title: `Let ${runtime.name} ask`,
    risk: 'review',
    edits: [
      {
        span: logical.spanOf(first.at.start, args.end),
        text: `[${runtime
          .command(request)
          .map((word) => JSON.stringify(word))
          .join(', ')}]`,
      },
    ],
  };
}

/** Exec form as a line, and without `|| exit 1`, which an engine does by itself. */
function asCommand(written: string): string {
  if (!written.startsWith('[')) return written.replace(/\s*\|\|\s*(?:exit\s+1|false)$/, '');
  return [...written.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word]) => word ?? '').join(' ');
}

function readRequest(command: string): Request | undefined {
  const address = (CURL.exec(command) ?? WGET.exec(command))?.[1];
  const match = address === undefined ? undefined : URL.exec(address);
  if (!match) return undefined;
  const [, quote, port = '80', path = '/'] = match;
  const variable = /^\$\{?(\w+?)(?::?-(\d+))?\}?$/.exec(port);
  if (!variable) return { port: { value: port }, path };
  // An unquoted & or ? would be the shell's; a variable without default has no value here.
  if (quote === "'" || variable[1] === undefined || variable[2] === undefined) return undefined;
  return { port: { variable: variable[1], value: variable[2] }, path };
}

interface Runtime {
  readonly name: string;
  readonly command: (request: Request) => string[];
}

function runtimeOf(image: ImageName): Runtime | undefined {
  const name = shortName(image);
  const major = Number(/^\d+/.exec(image.tag ?? '')?.[0] ?? Number.POSITIVE_INFINITY);
  if (name === 'python' && major >= 3)
    return { name: 'Python', command: (request) => ['python', '-c', python(request)] };
  if (/^gcr\.io\/distroless\/python3/.test(name))
    return { name: 'Python', command: (request) => ['/usr/bin/python3', '-c', python(request)] };
  // `fetch` is built in since Node 18.
  if (name === 'node' && major >= 18)
    return { name: 'Node', command: (request) => ['node', '-e', node(request)] };
  if (/^gcr\.io\/distroless\/nodejs/.test(name))
    return { name: 'Node', command: (request) => ['/nodejs/bin/node', '-e', node(request)] };
  // Its wget asks only the first address of localhost, which may be the one that nobody listens on.
  if (name === 'alpine') return { name: 'wget', command: wget };
  return undefined;
}

function wget({ port, path }: Request): string[] {
  const address = (value: string): string => `http://127.0.0.1:${value}${path}`;
  return port.variable === undefined
    ? ['wget', '-q', '-O', '/dev/null', address(port.value)]
    : ['/bin/sh', '-c', `wget -q -O /dev/null "${address(`\${${port.variable}:-${port.value}}`)}"`];
}

function python({ port, path }: Request): string {
  return port.variable === undefined
    ? `import urllib.request as r; r.urlopen('http://localhost:${port.value}${path}')`
    : `import os, urllib.request as r; r.urlopen('http://localhost:' + (os.environ.get('${port.variable}') or '${port.value}') + '${path}')`;
}

function node({ port, path }: Request): string {
  const address =
    port.variable === undefined
      ? `'http://127.0.0.1:${port.value}${path}'`
      : `'http://127.0.0.1:' + (process.env.${port.variable} || ${port.value}) + '${path}'`;
  return `fetch(${address}).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
}
