import { type Dockerfile } from './nodes.js';

/** The file again, from its parts: `print(parse(text)) === text` for every text. */
export function printDockerfile(dockerfile: Dockerfile): string {
  let text = '';
  for (const node of dockerfile.nodes)
    for (const part of node.parts) text += dockerfile.text.slice(part.start, part.end);
  return text;
}
