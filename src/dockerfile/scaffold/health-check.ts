import { type Detected } from './detected.js';
import { type Runtime } from './stacks.js';

/** What is asked of the service: a path that must answer 2xx, or that its port is open; or nothing. */
export type Health = `/${string}` | 'tcp' | 'none';

export type HealthCheck =
  | { readonly kind: 'exec'; readonly argv: readonly string[] }
  /** Nobody wants one, or the image has no program that could ask. The template writes the reason. */
  | { readonly kind: 'none'; readonly why: 'unwanted' | 'no-program' };

/** How each language's own runtime asks; curl and wget are in few images, a shell not in all. */
const ASK = {
  python: (variable: string, path: string | undefined) => [
    '-c',
    path === undefined
      ? `import os, socket; socket.create_connection(('127.0.0.1', int(os.environ['${variable}'])), 2)`
      : `import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['${variable}'] + '${path}', timeout=2)`,
  ],
  node: (variable: string, path: string | undefined) => [
    '-e',
    path === undefined
      ? `require('net').connect(process.env.${variable}, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))`
      : `fetch('http://127.0.0.1:' + process.env.${variable} + '${path}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
  ],
  ruby: (variable: string, path: string | undefined) =>
    path === undefined
      ? ['-rsocket', '-e', `TCPSocket.new('127.0.0.1', ENV['${variable}']).close`]
      : [
          '-rnet/http',
          '-e',
          `exit Net::HTTP.get_response('127.0.0.1', '${path}', ENV['${variable}']).is_a?(Net::HTTPSuccess)`,
        ],
  /** bash opens sockets itself (bash(1), REDIRECTION); Debian's and Ubuntu's images have it. */
  bash: (variable: string, path: string | undefined) => [
    '-c',
    path === undefined
      ? `exec 3<>"/dev/tcp/127.0.0.1/$${variable}"`
      : `exec 3<>"/dev/tcp/127.0.0.1/$${variable}" && printf 'GET ${path} HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 2'[0-9][0-9]* ]]`,
  ],
};

/**
 * The health check of a stack on a runtime.
 * @param interpreter the program that runs the application, as in ENTRYPOINT
 */
export function healthCheck(
  { details, portVariable = 'PORT' }: Detected,
  {
    runtime,
    health,
    port,
    interpreter,
  }: { runtime: Runtime; health: Health; port: number; interpreter: string },
): HealthCheck {
  if (health === 'none') return { kind: 'none', why: 'unwanted' };
  const path = health === 'tcp' ? undefined : health;
  switch (details.language) {
    case 'python':
    case 'node':
      return { kind: 'exec', argv: [interpreter, ...ASK[details.language](portVariable, path)] };
    case 'ruby':
      return { kind: 'exec', argv: ['ruby', ...ASK.ruby(portVariable, path)] };
    case 'php':
      return {
        kind: 'exec',
        argv: [
          'php',
          '-r',
          path === undefined
            ? `exit(@fsockopen('127.0.0.1', ${port}, timeout: 2) ? 0 : 1);`
            : `exit(@file_get_contents('http://127.0.0.1:${port}${path}') === false ? 1 : 0);`,
        ],
      };
    case 'static':
      return {
        kind: 'exec',
        argv: ['wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${port}${path ?? '/'}`],
      };
    case 'go':
    case 'rust':
    case 'java':
    case 'dotnet':
      return runtime === 'slim'
        ? { kind: 'exec', argv: ['bash', ...ASK.bash(portVariable, path)] }
        : { kind: 'none', why: 'no-program' };
  }
}
