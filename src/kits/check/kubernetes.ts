import { type OutputUnit, Validator } from '@cfworker/json-schema';
import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { type CheckedFile, type CheckFinding } from './finding.js';
import { type KubernetesObject, objectOf } from './kubernetes-objects.js';
import { type KindSchema, type Schema, schemasOf } from './kubernetes-schemas.js';

/** What was found in the Kubernetes objects of a file, and the kinds that there is no schema of. */
export interface KubernetesFindings {
  readonly findings: readonly CheckFinding[];
  /** `apiVersion kind` */
  readonly unknown: readonly string[];
}

interface Judge {
  readonly versions: readonly string[];
  readonly validator: Validator;
}
const judges = new Map<string, Promise<readonly Judge[] | undefined>>();

/**
 * Holds every Kubernetes object of a YAML file against the schemas of its kind; an unknown field is a finding.
 * @param more schemas by `apiVersion kind`, of kinds that acgs does not ship
 */
export async function kubernetesFindings(
  file: CheckedFile,
  more: ReadonlyMap<string, Schema> = new Map(),
): Promise<KubernetesFindings> {
  const lines = new LineCounter();
  const documents = parseAllDocuments(file.text, { version: '1.2', lineCounter: lines, prettyErrors: false });
  const findings: CheckFinding[] = [];
  const unknown = new Set<string>();
  for (const document of Array.isArray(documents) ? documents : []) {
    const object = objectOf(document);
    if (object === undefined) continue;
    const id = `${object.apiVersion} ${object.kind}`;
    const judged = judgesBy(more.get(id)) ?? (await knownJudges(object.apiVersion, object.kind));
    if (judged === undefined) unknown.add(id);
    else findings.push(...judge(file, document, lines, object, judged));
  }
  return { findings, unknown: [...unknown] };
}

function judgesBy(schema: Schema | undefined): readonly Judge[] | undefined {
  return schema === undefined ? undefined : [{ versions: [], validator: new Validator(schema, '7', false) }];
}

/** Made once for a kind. */
async function knownJudges(apiVersion: string, kind: string): Promise<readonly Judge[] | undefined> {
  const id = `${apiVersion} ${kind}`;
  const made = judges.get(id) ?? judgesOf(apiVersion, kind);
  judges.set(id, made);
  return await made;
}

async function judgesOf(apiVersion: string, kind: string): Promise<readonly Judge[] | undefined> {
  const schemas: readonly KindSchema[] | undefined = await schemasOf(apiVersion, kind);
  return schemas?.map(({ schema, versions }) => ({ versions, validator: new Validator(schema, '7', false) }));
}

function judge(
  { path }: CheckedFile,
  document: Document.Parsed,
  lines: LineCounter,
  object: KubernetesObject,
  judged: readonly Judge[],
): readonly CheckFinding[] {
  const found = new Map<string, { message: string; line: number; versions: string[] }>();
  for (const { versions, validator } of judged)
    for (const { where, message } of validator.validate(object).errors.flatMap(toldOf)) {
      const known = found.get(`${where} ${message}`) ?? { message, versions: [], line: 0 };
      known.versions.push(...versions);
      known.line = lineOf(document, where, lines);
      found.set(`${where} ${message}`, known);
    }
  const all = judged.flatMap(({ versions }) => versions).length;
  return [...found].map(([id, { message, line, versions }]) => {
    const name = typeof object.metadata?.name === 'string' ? ` ${object.metadata.name}` : '';
    const where = id
      .slice(0, id.length - message.length - 1)
      .split('/')
      .slice(1)
      .join('.');
    const of = versions.length === all ? '' : ` (Kubernetes ${versions.join(', ')})`;
    return { path, line, check: 'kubernetes', message: `${object.kind}${name}: ${where}: ${message}${of}` };
  });
}

/** The errors at the bottom: what stands above only says that something below is wrong. */
function toldOf({ keyword, instanceLocation, keywordLocation, error }: OutputUnit): readonly {
  readonly where: string;
  readonly message: string;
}[] {
  const above = ['properties', 'items', '$ref', 'additionalProperties', 'allOf'].includes(keyword);
  if (above || /\/(?:anyOf|oneOf)\/\d/.test(keywordLocation)) return [];
  const message =
    keyword === 'false' ? 'there is no such field' : error.replace(/^Instance /, '').replace(/\.$/, '');
  return [{ where: instanceLocation, message }];
}

/** Line of a value by its JSON pointer, or of the nearest above it. */
function lineOf(document: Document.Parsed, pointer: string, lines: LineCounter): number {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  for (let depth = steps.length; depth > 0; depth -= 1) {
    const node = document.getIn(steps.slice(0, depth), true) as
      { readonly range?: readonly number[] } | undefined;
    if (node?.range?.[0] !== undefined) return lines.linePos(node.range[0]).line;
  }
  return lines.linePos(document.contents?.range?.[0] ?? 0).line;
}
