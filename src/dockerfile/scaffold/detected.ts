import { type StackId } from './stacks.js';

/** What is to be seen of a service. What cannot be seen is undefined, never guessed. */
export interface Detected {
  readonly stack: StackId;
  /** The file that told, relative to the top of the repository; empty where the user said it. */
  readonly evidence: string;
  /** The build context, relative to the top: the service's folder, or that of the workspace it belongs to. */
  readonly context: string;
  /** Folder of the service, relative to the context. */
  readonly folder: string;
  /** A name for labels, e.g. `api`. */
  readonly name: string;
  /** Version of the language, as image tags have it, e.g. `3.13`. */
  readonly version: string;
  /** The program and its arguments that start the service. */
  readonly command?: readonly string[];
  /** Port that the code names. */
  readonly port?: number;
  /** Variable from which the application takes its port; default `PORT`. */
  readonly portVariable?: string;
  /** Variables that the framework needs to listen on all addresses and such. */
  readonly env?: Readonly<Record<string, string>>;
  readonly details: Details;
  /** What the user should know of it. */
  readonly notes: readonly string[];
}

export type Details =
  | PythonDetails
  | NodeDetails
  | GoDetails
  | RustDetails
  | JavaDetails
  | DotnetDetails
  | RubyDetails
  | PhpDetails
  | StaticDetails;

/** All paths in details are relative to the context. */
export interface PythonDetails {
  readonly language: 'python';
  readonly manager: 'pip' | 'poetry' | 'uv' | 'pdm';
  /** Version of poetry, uv or pdm that the build installs. */
  readonly tool?: string;
  /** requirements.txt, poetry.lock, uv.lock or pdm.lock; undefined for a program without dependencies. */
  readonly lock?: string;
  /** pyproject.toml of the service, and those of the workspace. */
  readonly manifests: readonly string[];
  /** Whether requirements.txt carries hashes. */
  readonly hashes: boolean;
  /** Folder for PYTHONPATH, relative to the service: `src` or ``. */
  readonly sources: string;
  /** Name of the project in a uv workspace. */
  readonly member?: string;
  /** A native module in Rust, made by maturin. */
  readonly rust?: { readonly version: string; readonly maturin: string };
}

export interface NodeDetails {
  readonly language: 'node';
  readonly manager: 'npm' | 'pnpm' | 'yarn' | 'berry' | 'bun';
  readonly tool?: string;
  /** Undefined where the service has no dependencies. */
  readonly lock?: string;
  /** All that the package manager reads: package.json files and its own settings. */
  readonly manifests: readonly string[];
  /** Folders that the service is made of: itself, and the packages of its workspace that it uses. */
  readonly members: readonly string[];
  /** Whether a lockfile above the service is used. */
  readonly isWorkspace: boolean;
  /** Name in its package.json. */
  readonly member: string;
  /** `npm run build`, and the folders (relative to the service) that it makes. */
  readonly build?: { readonly script: string; readonly outputs: readonly string[] };
}

export interface GoDetails {
  readonly language: 'go';
  /** Package that is built, e.g. `./cmd/api`. */
  readonly target: string;
  /** go.mod, go.sum, go.work… */
  readonly manifests: readonly string[];
}

export interface RustDetails {
  readonly language: 'rust';
  /** Cargo package. */
  readonly member: string;
  readonly binary: string;
  readonly isLocked: boolean;
}

export interface JavaDetails {
  readonly language: 'java';
  readonly tool: 'maven' | 'gradle';
  /** Whether the project brings gradlew. */
  readonly hasWrapper: boolean;
  /** Module of a build with several, e.g. `services/api`. */
  readonly module: string;
  readonly framework: 'spring-boot' | 'quarkus' | 'micronaut' | 'plain';
  /** Task that makes the jar (Gradle). */
  readonly task: string;
  /** Folder of the jar. */
  readonly output: string;
}

export interface DotnetDetails {
  readonly language: 'dotnet';
  /** The .csproj. */
  readonly project: string;
  readonly isLocked: boolean;
}

export interface RubyDetails {
  readonly language: 'ruby';
  readonly isRails: boolean;
  readonly isLocked: boolean;
}

export interface PhpDetails {
  readonly language: 'php';
  /** Folder that is served, e.g. `public`. */
  readonly root: string;
  readonly composer: 'none' | 'unlocked' | 'locked';
}

export interface StaticDetails {
  readonly language: 'static';
  /** Folder that is served. */
  readonly root: string;
}
