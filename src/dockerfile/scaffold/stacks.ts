/** Every stack that can be scaffolded: what `--stack` takes. */
export const STACKS = {
  'python-pip': 'Python with pip',
  'python-poetry': 'Python with Poetry',
  'python-uv': 'Python with uv',
  'python-pdm': 'Python with PDM',
  'python-maturin': 'Python with Rust, by maturin',
  'node-npm': 'Node.js with npm',
  'node-pnpm': 'Node.js with pnpm',
  'node-yarn': 'Node.js with Yarn',
  'node-bun': 'Bun',
  go: 'Go',
  rust: 'Rust',
  'java-maven': 'Java with Maven',
  'java-gradle': 'Java with Gradle',
  dotnet: '.NET',
  ruby: 'Ruby',
  php: 'PHP',
  static: 'a static site',
} as const;

export type StackId = keyof typeof STACKS;

export const STACK_IDS = Object.keys(STACKS) as StackId[];

/** Families of images that the application can run on. */
export const RUNTIMES = ['slim', 'distroless', 'chainguard', 'hardened'] as const;
export type Runtime = (typeof RUNTIMES)[number];
