import { posix } from 'node:path';
import { z } from 'zod';
import { assume } from '../../dockerfile/scaffold/assume.js';
import { basesOf, imagesOf, usualRuntime } from '../../dockerfile/scaffold/bases.js';
import { type Detected } from '../../dockerfile/scaffold/detected.js';
import { type Health } from '../../dockerfile/scaffold/health-check.js';
import { scaffold } from '../../dockerfile/scaffold/scaffold.js';
import { RUNTIMES, STACK_IDS } from '../../dockerfile/scaffold/stacks.js';
import { isPathInside } from '../../kits/path-inside.js';
import { type Platform, type PlatformService } from '../../kits/platform.js';
import { type KitAnswers } from '../../kits/read-answers.js';
import { type GeneratedFile } from '../../kits/render-kit.js';
import { AcgsError } from '../../model/errors.js';
import { type TemplateText } from '../../templating/render-template.js';
import { loadTemplates } from '../scaffold/load-templates.js';
import { pinBases } from '../scaffold/pin-bases.js';

/** The answers of the kit that tell of a service what its files would; all by the service's name. */
const answersSchema = z.object({
  stacks: z.record(z.string(), z.enum(STACK_IDS)),
  runtimes: z.record(z.string(), z.enum(RUNTIMES)),
  commands: z.record(z.string(), z.array(z.string()).nonempty()),
  requirements: z.record(z.string(), z.string()),
});
type Answers = z.output<typeof answersSchema>;

/**
 * A Dockerfile and an ignore file for each service, as `acgs dockerfile scaffold --offline` makes them for the stack that the
 * answers name. Nothing of the services' folders is looked at, and no registry is asked: bases are pinned where acgs ships
 * the digest.
 * @throws AcgsError `kit/outside` for a context above acgs.yaml, `config/invalid` for answers of an unknown service,
 *   `usage/invalid` for a runtime that a stack does not have
 */
export async function dockerfiles(platform: Platform, given: KitAnswers): Promise<readonly GeneratedFile[]> {
  const answers = answersSchema.parse(given);
  refuseStrangers(platform, answers);
  const templates = await loadTemplates();
  const contexts = platform.services.map(({ context }) => posix.join(context));
  const files = new Map<string, GeneratedFile>();
  for (const service of platform.services)
    for (const file of await filesOf(service, { platform, answers, templates, contexts }))
      // two services of one Dockerfile differ in arguments only
      if (!files.has(file.path)) files.set(file.path, file);
  return [...files.values()];
}

interface Setting {
  readonly platform: Platform;
  readonly answers: Answers;
  readonly templates: Readonly<Record<string, TemplateText>>;
  /** Of all services, in one form. */
  readonly contexts: readonly string[];
}

async function filesOf(
  service: PlatformService,
  { platform, answers, templates, contexts }: Setting,
): Promise<readonly GeneratedFile[]> {
  const { name, port, health } = service;
  const detected = stackOf(name, answers);
  const runtime = answers.runtimes[name] ?? usualRuntime(detected);
  const { bases } = await pinBases(imagesOf(basesOf(detected, runtime)), { offline: true, registry: {} });
  const { host, owner, name: repository, from } = platform.repository;
  const command = answers.commands[name];
  const made = scaffold(detected, {
    runtime,
    port,
    health: (typeof health === 'string' ? health : health.ready) as Health,
    name,
    ...(command === undefined ? {} : { command }),
    ...(from === 'placeholder' ? {} : { source: `https://${host}/${owner}/${repository}` }),
    constitutionalHash: platform.hash ?? false,
    pins: new Map(bases.flatMap(({ image, digest }) => (digest === undefined ? [] : [[image, digest]]))),
    templates,
  });
  return made.map(({ path, text }) => ({
    path: placeOf(service, path === 'Dockerfile', contexts),
    text,
    format: path === 'Dockerfile' ? 'dockerfile' : 'plain',
  }));
}

function stackOf(name: string, { stacks, requirements }: Answers): Detected {
  const detected = assume(stacks[name] ?? 'python-pip', '');
  const lock = requirements[name];
  if (lock === undefined) return detected;
  if (detected.stack !== 'python-pip')
    throw new AcgsError('config/invalid', `requirements.${name}: ${detected.stack} has another lock`);
  return { ...detected, details: { ...detected.details, lock } as Detected['details'] };
}

/**
 * Where a file goes. An ignore file beside a Dockerfile of another name, or in a context of several services, is that one's
 * alone (docs.docker.com/build/concepts/context, filename and location).
 */
function placeOf(service: PlatformService, isDockerfile: boolean, contexts: readonly string[]): string {
  const { name, context, dockerfile } = service;
  const here = posix.join(context);
  const isAlone = contexts.filter((one) => one === here).length === 1;
  const ignore = dockerfile === 'Dockerfile' && isAlone ? '.dockerignore' : `${dockerfile}.dockerignore`;
  const path = posix.join(here, isDockerfile ? dockerfile : ignore);
  if (!isPathInside(path))
    throw new AcgsError('kit/outside', `the Dockerfile of ${name} would be ${path}`, {
      next: ['put acgs.yaml above the contexts of all services'],
    });
  return path;
}

function refuseStrangers({ services }: Platform, answers: Answers): void {
  for (const [answer, byName] of Object.entries(answers))
    for (const name of Object.keys(byName))
      if (!services.some((service) => service.name === name))
        throw new AcgsError('config/invalid', `${answer}.${name}: acgs.yaml has no such service`);
}
