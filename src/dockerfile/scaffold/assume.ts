import { type Detected, type Details } from './detected.js';
import { type StackId } from './stacks.js';

/**
 * A stack that the user names where nothing tells of it yet, with the usual layout of such a project.
 * @param folder of the service, relative to the top of the repository: also the context
 */
export function assume(stack: StackId, folder: string): Detected {
  const { version, details, command, portVariable, env } = usual(stack);
  return {
    stack,
    evidence: '',
    context: folder,
    folder: '',
    name: folder.split('/').at(-1) ?? '',
    version,
    ...(command === undefined ? {} : { command }),
    ...(portVariable === undefined ? {} : { portVariable }),
    env: env ?? {},
    details,
    notes: [`nothing in the folder tells of ${stack} yet: the Dockerfile expects the usual layout`],
  };
}

type Usual = Pick<Detected, 'version' | 'command' | 'portVariable' | 'env'> & { readonly details: Details };

const node = (manager: 'npm' | 'pnpm' | 'berry' | 'bun', lock: string, tool?: string): Details => ({
  language: 'node',
  manager,
  ...(tool === undefined ? {} : { tool }),
  lock,
  manifests: ['package.json'],
  members: [],
  isWorkspace: false,
  member: '',
});
const python = (manager: 'pip' | 'poetry' | 'uv' | 'pdm', more: object = {}): Details => ({
  language: 'python',
  manager,
  manifests: manager === 'pip' ? [] : ['pyproject.toml'],
  hashes: true,
  sources: '',
  ...more,
});

function usual(stack: StackId): Usual {
  const main = { version: '3.13', command: ['python', 'main.py'] };
  switch (stack) {
    case 'python-pip':
      return { ...main, details: python('pip') };
    case 'python-poetry':
      return { ...main, details: python('poetry', { tool: '2.5.1', lock: 'poetry.lock' }) };
    case 'python-uv':
      return { ...main, details: python('uv', { tool: '0.13.9', lock: 'uv.lock' }) };
    case 'python-pdm':
      return { ...main, details: python('pdm', { tool: '2.29.4', lock: 'pdm.lock' }) };
    case 'python-maturin':
      return { ...main, details: python('pip', { rust: { version: '1.95', maturin: '1.16.0' } }) };
    case 'node-npm':
      return { version: '24', command: ['node', 'server.js'], details: node('npm', 'package-lock.json') };
    case 'node-pnpm':
      return {
        version: '24',
        command: ['node', 'server.js'],
        details: node('pnpm', 'pnpm-lock.yaml', '12.21.0'),
      };
    case 'node-yarn':
      return { version: '24', command: ['node', 'server.js'], details: node('berry', 'yarn.lock', '4.18.1') };
    case 'node-bun':
      return { version: '1', command: ['bun', 'index.ts'], details: node('bun', 'bun.lock') };
    case 'go':
      return {
        version: '1.26',
        command: ['/app'],
        details: { language: 'go', target: '.', manifests: ['go.mod', 'go.sum'] },
      };
    case 'rust':
      return {
        version: '1.95',
        command: ['/app'],
        details: { language: 'rust', member: 'app', binary: 'app', isLocked: true },
      };
    case 'java-maven':
    case 'java-gradle': {
      const tool = stack === 'java-maven' ? 'maven' : 'gradle';
      return {
        version: '21',
        command: ['java', '-jar', '/app/app.jar'],
        portVariable: 'SERVER_PORT',
        details: {
          language: 'java',
          tool,
          hasWrapper: false,
          module: '',
          framework: 'spring-boot',
          task: 'bootJar',
          output: tool === 'maven' ? 'target' : 'build/libs',
        },
      };
    }
    case 'dotnet':
      return {
        version: '10.0',
        command: ['dotnet', '/app/App.dll'],
        portVariable: 'ASPNETCORE_HTTP_PORTS',
        details: { language: 'dotnet', project: 'App.csproj', isLocked: false },
      };
    case 'ruby':
      return {
        version: '3.4',
        command: ['bundle', 'exec', 'puma'],
        details: { language: 'ruby', isRails: false, isLocked: true },
      };
    case 'php':
      return {
        version: '8.4',
        command: ['frankenphp', 'php-server', '--root', '/app/public', '--listen'],
        details: { language: 'php', root: 'public', composer: 'locked' },
      };
    case 'static':
      return {
        version: '',
        command: ['httpd', '-f', '-h', '/srv', '-p'],
        details: { language: 'static', root: '.' },
      };
  }
}
