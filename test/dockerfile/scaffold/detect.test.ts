import { describe, expect, it } from 'vitest';
import { detect } from '../../../src/dockerfile/scaffold/detect.js';
import { type Detected } from '../../../src/dockerfile/scaffold/detected.js';
import { readProject } from '../../../src/actions/scaffold/read-project.js';
import { projectCopy, projectOf } from './scaffolded.js';

/** The likeliest stack of a sample project. */
async function detected(name: string, folder = '.'): Promise<Detected | undefined> {
  return detect(await readProject(projectCopy(name), folder))[0];
}

const first = (files: Readonly<Record<string, string>>, folder = ''): Detected | undefined =>
  detect(projectOf(files, folder))[0];

describe('sample projects', () => {
  it.for([
    ['python-pip', 'python-pip', ['python', 'app.py'], 8081],
    [
      'python-poetry',
      'python-poetry',
      ['python', '-m', 'gunicorn', '--worker-tmp-dir', '/tmp', 'app:app'],
      undefined,
    ],
    ['python-uv', 'python-uv', ['python', '-m', 'uvicorn', 'shop.main:service'], undefined],
    ['python-pdm', 'python-pdm', ['python', '-m', 'clock'], undefined],
    ['python-maturin', 'python-maturin', ['python', 'app.py'], undefined],
    ['node-npm', 'node-npm', ['node', 'server.js'], 3001],
    ['node-pnpm', 'node-pnpm', ['node', 'dist/main.js'], 3001],
    ['node-yarn', 'node-yarn', ['node', 'index.js'], 3001],
    ['node-yarn-berry', 'node-yarn', ['node', 'index.js'], 3001],
    ['node-bun', 'node-bun', ['bun', 'index.ts'], undefined],
    ['go', 'go', ['/app'], undefined],
    ['rust', 'rust', ['/app'], 8082],
    ['java-maven', 'java-maven', ['java', '-jar', '/app/app.jar'], undefined],
    ['java-gradle', 'java-gradle', ['java', '-jar', '/app/app.jar'], undefined],
    ['dotnet', 'dotnet', ['dotnet', '/app/Shop.dll'], undefined],
    ['ruby', 'ruby', ['bundle', 'exec', 'ruby', 'app.rb'], 4567],
    ['php', 'php', ['frankenphp', 'php-server', '--root', '/app/public', '--listen'], undefined],
    ['static', 'static', ['httpd', '-f', '-h', '/srv', '-p'], undefined],
  ] as const)('%s', async ([name, stack, command, port]) => {
    expect(await detected(name)).toMatchObject({
      stack,
      command,
      context: '',
      ...(port === undefined ? {} : { port }),
    });
  });
});

describe('workspaces', () => {
  it('npm: the context is where the lockfile is, and local packages belong to the service', async () => {
    expect(await detected('node-workspace', 'services/api')).toMatchObject({
      context: '',
      folder: 'services/api',
      details: {
        isWorkspace: true,
        lock: 'package-lock.json',
        members: ['packages/greeting', 'services/api'],
        manifests: ['package.json', 'packages/greeting/package.json', 'services/api/package.json'],
      },
    });
  });
  it('pnpm reads its own list of packages, and a lockfile above counts for members only', () => {
    const files = {
      'pnpm-lock.yaml': '',
      'pnpm-workspace.yaml': "packages:\n  - 'apps/*'\n  - '!apps/old'\n",
      'package.json': '{}',
      'apps/web/package.json': '{"main":"index.js"}',
      'apps/web/index.js': '',
      'apps/old/package.json': '{}',
    };
    expect(first(files, 'apps/web')).toMatchObject({ stack: 'node-pnpm', context: '', folder: 'apps/web' });
    expect(first(files, 'apps/old')).toMatchObject({ stack: 'node-npm', context: 'apps/old', folder: '' });
  });
  it('uv: a member has the lockfile and the manifests of the workspace', () => {
    const files = {
      'uv.lock': '',
      'pyproject.toml': '[tool.uv.workspace]\nmembers = ["services/*"]\n',
      'services/api/pyproject.toml': '[project]\nname = "api"\n',
      'services/api/main.py': '',
    };
    expect(first(files, 'services/api')).toMatchObject({
      stack: 'python-uv',
      context: '',
      details: { member: 'api', manifests: ['pyproject.toml', 'services/api/pyproject.toml'] },
    });
  });
  it('Cargo, Go, Maven and Gradle', () => {
    expect(
      first(
        {
          'Cargo.toml': '[workspace]\n',
          'Cargo.lock': '',
          'crates/api/Cargo.toml': '[package]\nname = "api"\n',
          'crates/api/src/main.rs': '',
        },
        'crates/api',
      ),
    ).toMatchObject({ stack: 'rust', context: '', folder: 'crates/api' });
    const main = 'package main\nfunc main() {}\n';
    expect(
      first(
        {
          'go.work': '',
          'api/go.mod': 'module x/api\n',
          'api/main.go': main,
          'lib/go.mod': 'module x/lib\n',
        },
        'api',
      ),
    ).toMatchObject({
      context: '',
      details: { target: './api', manifests: ['api/go.mod', 'go.work', 'lib/go.mod'] },
    });
    expect(
      first(
        { 'pom.xml': '<modules>', 'api/pom.xml': '<artifactId>api</artifactId> org.springframework.boot' },
        'api',
      ),
    ).toMatchObject({
      context: '',
      portVariable: 'SERVER_PORT',
      details: { module: 'api', output: 'api/target' },
    });
    expect(first({ 'settings.gradle': '', gradlew: '', 'api/build.gradle': '' }, 'api')).toMatchObject({
      stack: 'java-gradle',
      context: '',
      details: { hasWrapper: true, output: 'api/build/libs' },
    });
  });
  it('.NET: the context holds what the project refers to', () => {
    const files = {
      'src/Api/Api.csproj':
        '<Project Sdk="Microsoft.NET.Sdk.Web"><ProjectReference Include="..\\Lib\\Lib.csproj" /></Project>',
      'src/Lib/Lib.csproj': '<Project Sdk="Microsoft.NET.Sdk" />',
    };
    expect(first(files, 'src/Api')).toMatchObject({
      context: 'src',
      folder: 'Api',
      details: { project: 'Api/Api.csproj' },
    });
  });
});

describe('which one it is', () => {
  it('a package.json beside a Gemfile, composer.json or pyproject.toml is for its assets', () => {
    const assets = { 'package.json': '{"main":"index.js"}', 'index.js': '' };
    expect(first({ ...assets, Gemfile: '' })?.stack).toBe('ruby');
    expect(first({ ...assets, 'composer.json': '{}' })?.stack).toBe('php');
    expect(first({ ...assets, 'pyproject.toml': '' })?.stack).toBe('python-pip');
  });
  it('nothing tells of nothing', () => {
    expect(detect(projectOf({ 'README.md': '' }))).toEqual([]);
  });
  it('files that cannot be read are no reason to fail', () => {
    const broken = {
      'package.json': '{',
      'pyproject.toml': '[[[',
      'Cargo.toml': '= =',
      'composer.json': 'null',
    };
    expect(() => detect(projectOf(broken))).not.toThrow();
  });
});

describe('versions', () => {
  it.for([
    [{ 'requirements.txt': '', 'a.py': '', '.python-version': '3.12.4\n' }, '3.12'],
    [{ 'pyproject.toml': '[project]\nrequires-python = ">=3.14"\n' }, '3.14'],
    [{ 'pyproject.toml': '[project]\nrequires-python = ">=3.11,<3.13"\n' }, '3.12'],
    [{ 'package.json': '{"engines":{"node":"^22.1.0"}}' }, '22'],
    [{ 'package.json': '{}', '.nvmrc': 'v22.3.0' }, '22'],
    [{ 'composer.json': '{"require":{"php":"^7.4|^8.5"}}' }, '8.5'],
    [{ 'a.csproj': '<TargetFramework>net8.0</TargetFramework>' }, '8.0'],
    [{ 'pom.xml': '<java.version>25</java.version>' }, '25'],
  ] as const)('%j', ([files, version]) => {
    expect(first(files)?.version).toBe(version);
  });
});
