import { type Detected } from '../detected.js';
import { pickVersion } from '../pick-version.js';
import { folderOf, holds, type Project, seenFrom, upward } from '../project.js';

const KNOWN: [string, ...string[]] = ['10.0', '8.0', '9.0'];

/** An ASP.NET Core service: the only web project of the folder, or of its `src`. */
export function detectDotnet(project: Project): Detected | undefined {
  const { folder, text } = project;
  const projects = project.files.filter(
    (path) => path.endsWith('.csproj') && (folder === '' || path.startsWith(`${folder}/`)),
  );
  const web = projects.filter((path) => /Sdk="Microsoft\.NET\.Sdk\.(?:Web|Worker)"/.test(text(path) ?? ''));
  const [only, ...others] = web.length === 0 ? projects.filter((path) => folderOf(path) === folder) : web;
  if (only === undefined) return undefined;
  const build = text(only) ?? '';
  const context = contextOf(project, only, build);
  const name =
    only
      .split('/')
      .at(-1)
      ?.replace(/\.csproj$/, '') ?? '';
  const assembly = /<AssemblyName>([\w.-]+)<\/AssemblyName>/.exec(build)?.[1] ?? name;
  const wanted = /<TargetFramework>net(\d+\.\d+)/.exec(build)?.[1];
  return {
    stack: 'dotnet',
    evidence: only,
    context,
    folder: seenFrom(context, folder),
    name: name.toLowerCase(),
    version: pickVersion(KNOWN, wanted),
    command: ['dotnet', `/app/${assembly}.dll`],
    // asp.net 8 and later listen on all addresses at this port
    portVariable: 'ASPNETCORE_HTTP_PORTS',
    details: {
      language: 'dotnet',
      project: seenFrom(context, only),
      isLocked: holds(project, folderOf(only), 'packages.lock.json'),
    },
    notes: [
      ...(others.length > 0 ? [`there are ${web.length} web projects; this is for ${only}`] : []),
      ...(holds(project, folderOf(only), 'packages.lock.json')
        ? []
        : [
            'there is no packages.lock.json: set RestorePackagesWithLockFile and commit it, then scaffold again',
          ]),
    ],
  };
}

/** The nearest folder that holds the project, all that it refers to, and what MSBuild reads above it. */
function contextOf(project: Project, csproj: string, build: string): string {
  const own = folderOf(csproj);
  const references = [...build.matchAll(/<ProjectReference\s+Include="([^"]+)"/g)].map(([, path = '']) =>
    path.replaceAll('\\', '/'),
  );
  const ups = Math.max(0, ...references.map((path) => /^(?:\.\.\/)*/.exec(path)?.[0].length ?? 0)) / 3;
  const needed = upward(own)[ups] ?? '';
  const shared = upward(own).findLast((folder) =>
    ['Directory.Build.props', 'Directory.Packages.props', 'global.json', 'NuGet.config', 'nuget.config'].some(
      (name) => holds(project, folder, name),
    ),
  );
  const within = (shared ?? own).length < needed.length ? (shared ?? needed) : needed;
  return (
    upward(project.folder).find(
      (folder) => folder === within || within.startsWith(`${folder}/`) || folder === '',
    ) ?? ''
  );
}
