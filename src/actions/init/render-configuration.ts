import { stringify } from 'yaml';
import { ACGS_URI } from '../../model/uris.js';
import { type FoundService } from './find-services.js';

/** The text of a first acgs.yaml: what was found, and a comment where the reader will want to change something. */
export function renderConfiguration(
  project: string,
  services: readonly FoundService[],
  registry: string | undefined,
): string {
  return `# yaml-language-server: $schema=${ACGS_URI}/schemas/acgs.schema.json
# What this repository releases. Every key: ${ACGS_URI}/docs/configuration
version: 1
project: ${project}

# Where \`acgs release --push\` puts the images.
# registry: ${registry ?? 'registry.example.com/team'}

services:
${renderServices(services)}`;
}

/** The entries below \`services:\`, also to paste into an acgs.yaml that lacks them. */
export function renderServices(services: readonly FoundService[]): string {
  return services.map(renderService).join('\n');
}

function renderService(service: FoundService): string {
  const { name, context, dockerfile, target, platforms, buildArgs, port, health } = service;
  const notes = [
    ...(service.from === 'COPY' ? [] : [`as in ${service.from}`]),
    ...(service.incomplete
      ? ['no folder holds everything that the Dockerfile copies: check the context']
      : []),
  ];
  const body = {
    context,
    ...(dockerfile === 'Dockerfile' ? {} : { dockerfile }),
    ...(target === undefined ? {} : { target }),
    ...(platforms.length === 0 ? {} : { platforms }),
    ...(Object.keys(buildArgs).length === 0 ? {} : { buildArgs }),
    ...(port === undefined ? {} : { port }),
    ...(health === undefined ? {} : { health }),
  };
  const text = stringify({ [name]: body }, { lineWidth: 0 });
  return `${notes.map((note) => `  # ${note}\n`).join('')}${text.replaceAll(/^(?=.)/gm, '  ')}`;
}
