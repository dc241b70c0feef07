import { build } from 'esbuild';

/** Loads a module of the source, which is TypeScript. */
export async function loadSource(file) {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    // CommonJS packages ask for it, and a data: URL has no place to look from
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(file)});`,
    },
    logLevel: 'error',
  });
  return await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
}
