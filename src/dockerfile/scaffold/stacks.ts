/** Every stack that can be scaffolded: what `--stack` takes. */
export const STACK_IDS = [
  'python-pip',
  'python-poetry',
  'python-uv',
  'python-pdm',
  'python-maturin',
  'node-npm',
  'node-pnpm',
  'node-yarn',
  'node-bun',
  'go',
  'rust',
  'java-maven',
  'java-gradle',
  'dotnet',
  'ruby',
  'php',
  'static',
] as const;

export type StackId = (typeof STACK_IDS)[number];

/** Families of images that the application can run on. */
export const RUNTIMES = ['slim', 'distroless', 'chainguard', 'hardened'] as const;
export type Runtime = (typeof RUNTIMES)[number];
