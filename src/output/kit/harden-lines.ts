import { visible } from '../../system/redaction.js';

/** How to review what Dockerfiles that were there before their kit lack of its standard. */
export function hardenLines(paths: readonly string[]): readonly string[] {
  return paths.map(
    (path) =>
      `note: ${visible(path)} was there before the kit and is yours: \`acgs dockerfile harden ${visible(path)}\` shows what it lacks`,
  );
}
