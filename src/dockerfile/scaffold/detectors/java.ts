import { type Detected, type JavaDetails } from '../detected.js';
import { pickVersion } from '../pick-version.js';
import { below, holds, type Project, seenFrom, upward } from '../project.js';

const KNOWN: [string, ...string[]] = ['21', '25', '17'];
/** The variable from which each framework takes its port. */
const PORTS = {
  'spring-boot': 'SERVER_PORT',
  quarkus: 'QUARKUS_HTTP_PORT',
  micronaut: 'MICRONAUT_SERVER_PORT',
  plain: 'PORT',
} as const;

/** A service on the JVM, built by Maven or Gradle, alone or as a module. */
export function detectJava(project: Project): Detected | undefined {
  const { folder, text } = project;
  const tool = holds(project, folder, 'pom.xml')
    ? 'maven'
    : gradleFile(project, folder) === undefined
      ? undefined
      : 'gradle';
  if (tool === undefined) return undefined;
  const file = below(folder, tool === 'maven' ? 'pom.xml' : (gradleFile(project, folder) ?? ''));
  const build = text(file) ?? '';
  const context = (tool === 'maven' ? mavenRoot(project) : gradleRoot(project)) ?? folder;
  const framework = /org\.springframework\.boot/.test(build)
    ? 'spring-boot'
    : /io\.quarkus/.test(build)
      ? 'quarkus'
      : /io\.micronaut/.test(build)
        ? 'micronaut'
        : 'plain';
  const details: JavaDetails = {
    language: 'java',
    tool,
    hasWrapper: tool === 'gradle' && holds(project, context, 'gradlew'),
    module: seenFrom(context, folder),
    framework,
    task: framework === 'spring-boot' ? 'bootJar' : /shadow/.test(build) ? 'shadowJar' : 'jar',
    output: below(seenFrom(context, folder), tool === 'maven' ? 'target' : 'build/libs'),
  };
  const wanted =
    /<(?:java\.version|maven\.compiler\.(?:release|target)|release)>\s*(?:1\.)?(\d+)/.exec(build) ??
    /(?:JavaLanguageVersion\.of\(|JavaVersion\.VERSION_|(?:source|target)Compatibility\s*=\s*["']?)(\d+)/.exec(
      build,
    );
  return {
    stack: `java-${tool}`,
    evidence: file,
    context,
    folder: seenFrom(context, folder),
    name:
      /<artifactId>([\w.-]+)<\/artifactId>/.exec(build.replace(/<parent>[\s\S]*?<\/parent>/, ''))?.[1] ??
      folder.split('/').at(-1) ??
      '',
    version: pickVersion(KNOWN, wanted?.[1] === undefined ? undefined : `>=${wanted[1]}`),
    command:
      framework === 'quarkus' ? ['java', '-jar', '/app/quarkus-run.jar'] : ['java', '-jar', '/app/app.jar'],
    portVariable: PORTS[framework],
    env: framework === 'quarkus' ? { QUARKUS_HTTP_HOST: '0.0.0.0' } : {},
    details,
    notes: [],
  };
}

function gradleFile(project: Project, folder: string): string | undefined {
  return ['build.gradle.kts', 'build.gradle'].find((name) => holds(project, folder, name));
}

/** The highest folder whose pom.xml lists modules. */
function mavenRoot(project: Project): string | undefined {
  return upward(project.folder).findLast((folder) =>
    /<modules>/.test(project.text(below(folder, 'pom.xml')) ?? ''),
  );
}

function gradleRoot(project: Project): string | undefined {
  return upward(project.folder).find((folder) =>
    ['settings.gradle.kts', 'settings.gradle'].some((name) => holds(project, folder, name)),
  );
}
