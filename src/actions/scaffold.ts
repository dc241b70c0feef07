import { join, relative } from 'node:path';
import { dnsLabelOf } from '../config/names.js';
import { basesOf, imagesOf } from '../dockerfile/scaffold/bases.js';
import { type ScaffoldFile, scaffold as renderScaffold } from '../dockerfile/scaffold/scaffold.js';
import { DEFAULT_CONSTITUTIONAL_HASH } from '../model/constitutional-hash.js';
import { type Scaffolding } from '../model/scaffolding.js';
import { type RegistryOptions } from '../registry/options.js';
import { chooseStack } from './scaffold/choose-stack.js';
import { declaredService, nearestConfiguration } from './scaffold/declared-service.js';
import { loadTemplates } from './scaffold/load-templates.js';
import { pinBases } from './scaffold/pin-bases.js';
import { placeFiles } from './scaffold/place-files.js';
import { readProject } from './scaffold/read-project.js';
import { type Ask, type SaidAnswers, settleAnswers } from './scaffold/settle-answers.js';

export interface ScaffoldRequest {
  /** Absolute. */
  readonly cwd: string;
  /** Folder of the service, relative to `cwd` or absolute. */
  readonly directory: string;
  readonly stack?: string;
  readonly said: SaidAnswers;
  readonly compose: boolean;
  readonly probes: boolean;
  /** `--config`: another place for acgs.yaml. */
  readonly config?: string;
  readonly acgsVersion: string;
  /** Undefined where nobody is there to be asked. */
  readonly ask?: Ask;
  readonly write: boolean;
  readonly force: boolean;
  readonly offline: boolean;
  readonly registry: RegistryOptions;
}

export interface ScaffoldResult {
  readonly scaffolding: Scaffolding;
  readonly files: readonly ScaffoldFile[];
}

/**
 * Finds out what a folder is made of and writes its Dockerfile, ignore file and what else is wished.
 * @throws AcgsError `source/not-found`, `usage/invalid`, `config/exists`, `template/unsafe-value`, errors of acgs.yaml
 */
export async function scaffold(request: ScaffoldRequest): Promise<ScaffoldResult> {
  const { cwd, acgsVersion, config: file, ask, compose, probes, said } = request;
  const project = await readProject(cwd, request.directory);
  const { directory, top, remote: source } = project;
  const configuration = await nearestConfiguration(directory, top, {
    cwd,
    acgsVersion,
    ...(file === undefined ? {} : { file }),
  });
  const declared = declaredService(configuration, directory);
  const { detected, from } = await chooseStack(project, request.stack, ask);
  const { answers, ...settled } = await settleAnswers(detected, said, declared, ask);
  const pinned = await pinBases(imagesOf(basesOf(detected, settled.runtime)), request);
  const files = renderScaffold(detected, {
    ...settled,
    name:
      declared?.name ??
      dnsLabelOf(detected.name === '' ? (directory.split('/').at(-1) ?? '') : detected.name),
    ...(source === undefined ? {} : { source }),
    constitutionalHash: configuration?.constitutionalHash ?? DEFAULT_CONSTITUTIONAL_HASH,
    pins: new Map(
      pinned.bases.flatMap(({ image, digest }) => (digest === undefined ? [] : [[image, digest]])),
    ),
    compose,
    probes,
    templates: await loadTemplates(),
  });
  const placed = await placeFiles(files, { directory, cwd, write: request.write, force: request.force });
  const context = join(top, detected.context);
  return {
    files,
    scaffolding: {
      stack: detected.stack,
      evidence: detected.evidence === '' ? '' : relative(cwd, join(top, detected.evidence)),
      context: relative(cwd, context) || '.',
      dockerfile: relative(context, join(directory, 'Dockerfile')),
      answers: [{ name: 'stack', value: detected.stack, from }, ...answers],
      bases: pinned.bases,
      ...placed,
      warnings: [...detected.notes, ...pinned.warnings],
    },
  };
}
