import { join } from 'node:path';
import { nearest } from '../../model/nearest.js';
import { readText } from '../../system/files.js';
import { PACKAGE_ROOT } from '../../system/package-root.js';
import { type CheckedFile, type CheckFinding } from './finding.js';
import { type HclBlock, type HclBody } from './hcl/parse-hcl.js';

/** An argument is 0, a nested block what it holds, 1 a block of which nothing is known. */
type Arguments = { readonly [name: string]: 0 | 1 | Arguments };

/** schemas/aws/arguments.json, made by scripts/kits/convert-aws.mjs, which names source and licence in it. */
type AwsSchema = Readonly<
  Record<
    'resource' | 'data' | 'provider',
    Readonly<Record<string, { readonly required: readonly string[]; readonly arguments: Arguments }>>
  >
>;

/** What Terraform itself reads in every resource (developer.hashicorp.com/terraform/language/meta-arguments). */
const META = new Set([
  'count',
  'for_each',
  'provider',
  'depends_on',
  'lifecycle',
  'provisioner',
  'connection',
]);
const PROVIDER_META = new Set(['alias', 'version']);

let schema: Promise<AwsSchema> | undefined;

/** What was found in a Terraform file, and the AWS resources that acgs has no names of. */
export interface AwsFindings {
  readonly findings: readonly CheckFinding[];
  readonly unknown: readonly string[];
}

/** Holds the arguments of AWS resources against the provider's: unknown names, and required ones that are missing. */
export async function awsFindings({ path }: CheckedFile, body: HclBody): Promise<AwsFindings> {
  schema ??= readText(join(PACKAGE_ROOT, 'schemas/aws/arguments.json')).then(
    (text) => JSON.parse(text) as AwsSchema,
  );
  const findings: CheckFinding[] = [];
  const unknown = new Set<string>();
  const complain = (line: number, message: string): void => {
    findings.push({ path, line, check: 'aws', message });
  };
  for (const block of body.blocks) {
    const { type, labels } = block;
    if (type !== 'resource' && type !== 'data' && type !== 'provider') continue;
    const [name = ''] = labels;
    if (type === 'provider' ? name !== 'aws' : !name.startsWith('aws_')) continue;
    const table = (await schema)[type];
    const known = Object.hasOwn(table, name) ? table[name] : undefined;
    if (known === undefined) {
      unknown.add(name);
      continue;
    }
    checkBody(block, known.arguments, labels.join('.'), type === 'provider' ? PROVIDER_META : META, complain);
    for (const argument of known.required)
      if (!names(block.body).includes(argument))
        complain(block.line, `${labels.join('.')}: ${argument} is required`);
  }
  return { findings, unknown: [...unknown] };
}

function names({ attributes, blocks }: HclBody): readonly string[] {
  return [
    ...attributes.keys(),
    ...blocks.map(({ type, labels }) => (type === 'dynamic' ? (labels[0] ?? '') : type)),
  ];
}

type Complain = (line: number, message: string) => void;

function checkBody(
  { body }: HclBlock,
  known: Arguments,
  where: string,
  meta: ReadonlySet<string>,
  complain: Complain,
): void {
  const check = (name: string, line: number): 0 | 1 | Arguments | undefined => {
    if (meta.has(name)) return 1;
    if (Object.hasOwn(known, name)) return known[name];
    const near = nearest(name, Object.keys(known));
    complain(
      line,
      `${where}: there is no argument ${name}${near === undefined ? '' : `; did you mean ${near}?`}`,
    );
    return undefined;
  };
  for (const [name, line] of body.attributes) check(name, line);
  for (const block of body.blocks) {
    const isDynamic = block.type === 'dynamic';
    const name = isDynamic ? (block.labels[0] ?? '') : block.type;
    const below = check(name, block.line);
    const content = isDynamic ? block.body.blocks.find(({ type }) => type === 'content') : block;
    if (typeof below === 'object' && content !== undefined)
      checkBody(content, below, `${where}.${name}`, new Set(), complain);
  }
}
