/** The licences of the libraries that are inlined into the published CLI, as each of them asks for. */
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { root } from './paths.mjs';

/** @param {{inputs: Record<string, unknown>}} metafile of esbuild: its inputs name every file that went in */
export function thirdPartyNotices(metafile) {
  const folders = new Set(Object.keys(metafile.inputs).flatMap((path) => packageFolder(path) ?? []));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(resolve(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(resolve(root, folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    const text = file ? readFileSync(resolve(root, folder, file), 'utf8').trim() : `Licence: ${license} (the package carries no text of it)`;
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return `acgs contains the following libraries.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

function packageFolder(path) {
  const end = /(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  return end ? [end] : undefined;
}
