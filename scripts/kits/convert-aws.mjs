/**
 * Makes schemas/aws/arguments.json, by which `acgs kit check` judges the arguments of AWS resources without a provider: their names,
 * nested blocks and what is required, for the resources named here. Read out of the generated bindings of the Terraform provider
 * (an npm package, checked by its integrity), as text: nothing of it is run. Run by hand; the result is committed.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, toolsDir } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { main, say } from '../lib/say.mjs';

const source = {
  name: '@cdktn/provider-aws',
  version: '25.7.0',
  licence: 'MPL-2.0',
  sha512: 'E/nhu0yVZE4mXMgIPuI8tEFt1BExLkA7ARjihdG+/HmfDfzLr+OEF3dkFRvI6glRt30lrrBWQLwXqCJBxcmyUg==',
};

const resources = [
  'backup_plan',
  'backup_selection',
  'backup_vault',
  'backup_vault_lock_configuration',
  'cloudwatch_event_rule',
  'cloudwatch_event_target',
  'cloudwatch_metric_alarm',
  'db_instance',
  'db_instance_automated_backups_replication',
  'db_parameter_group',
  'db_subnet_group',
  'dynamodb_table',
  'ecr_lifecycle_policy',
  'ecr_replication_configuration',
  'ecr_repository',
  'elasticache_global_replication_group',
  'elasticache_replication_group',
  'iam_openid_connect_provider',
  'iam_policy',
  'iam_role',
  'iam_role_policy',
  'iam_role_policy_attachment',
  'kms_alias',
  'kms_key',
  'kms_key_policy',
  'kms_replica_key',
  'rds_cluster',
  'rds_cluster_instance',
  'rds_global_cluster',
  'route53_health_check',
  'route53_record',
  'route53_zone',
  's3_bucket',
  's3_bucket_lifecycle_configuration',
  's3_bucket_logging',
  's3_bucket_ownership_controls',
  's3_bucket_policy',
  's3_bucket_public_access_block',
  's3_bucket_replication_configuration',
  's3_bucket_server_side_encryption_configuration',
  's3_bucket_versioning',
  'secretsmanager_secret',
  'security_group',
  'sns_topic',
  'sns_topic_policy',
  'sns_topic_subscription',
  'vpc_security_group_egress_rule',
  'vpc_security_group_ingress_rule',
];
const data = [
  'availability_zones',
  'caller_identity',
  'db_instance',
  'iam_openid_connect_provider',
  'iam_policy_document',
  'kms_alias',
  'kms_key',
  'partition',
  'rds_cluster',
  'region',
  'route53_zone',
  's3_bucket',
  'security_group',
  'subnets',
  'vpc',
];

await main(async () => {
  const draft = join(toolsDir, 'aws-source');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  try {
    await run('npm', ['pack', '--silent', `${source.name}@${source.version}`], { cwd: draft });
    const tarball = join(draft, `cdktn-provider-aws-${source.version}.tgz`);
    const sha512 = createHash('sha512').update(readFileSync(tarball)).digest('base64');
    if (sha512 !== source.sha512)
      throw new Error(`${source.name}: expected sha512-${source.sha512}, got ${sha512}`);
    const folders = [
      ...resources.map((name) => [name, folderOf(name)]),
      ...data.map((name) => [name, `data-aws-${folderOf(name)}`]),
      ['', 'provider'],
    ];
    await run('tar', [
      '-xzf',
      tarball,
      '-C',
      draft,
      ...folders.map(([, folder]) => `package/lib/${folder}/index.js`),
    ]);
    const read = (folder) =>
      argumentsOf(readFileSync(join(draft, `package/lib/${folder}/index.js`), 'utf8'), folder);
    const table = (names, prefix) =>
      Object.fromEntries(names.map((name) => [`aws_${name}`, read(`${prefix}${folderOf(name)}`)]));
    const made = {
      source: { name: source.name, version: source.version, licence: source.licence },
      resource: table(resources, ''),
      data: table(data, 'data-aws-'),
      provider: { aws: read('provider') },
    };
    mkdirSync(join(root, 'schemas/aws'), { recursive: true });
    const text = JSON.stringify(made);
    writeFileSync(join(root, 'schemas/aws/arguments.json'), `${text}\n`);
    say(`${resources.length} resources, ${data.length} data sources, ${(text.length / 1024).toFixed(0)} KiB`);
  } finally {
    if (existsSync(draft)) rmSync(draft, { recursive: true });
  }
});

function folderOf(name) {
  return name.replaceAll('_', '-');
}

/** Names and nested blocks of a resource: `{ required, arguments }`; an argument is 0, a block what it holds, 1 what is not known. */
function argumentsOf(text, folder) {
  const structs = new Map(
    [...text.matchAll(/function (\w+)ToTerraform\(struct\) \{[^]*?return \{\n([^]*?)\n {4}\};\n\}/g)].map(
      ([, name, body]) => [name, body],
    ),
  );
  const own = /synthesizeAttributes\(\) \{\n {8}return \{\n([^]*?)\n {8}\};/.exec(text)?.[1];
  if (own === undefined) throw new Error(`${folder}: no arguments found`);
  const fieldsOf = (body, depth) =>
    Object.fromEntries(
      [...body.matchAll(/^\s*(\w+): (.*),$/gm)].map(([, name, expression]) => {
        const struct = /(?<![.\w])(\w+)ToTerraform\b/.exec(expression)?.[1];
        if (struct === undefined)
          return [
            name,
            /[sS]tructs\d*\.|\w+\.\w+ToTerraform, true/.test(expression) &&
            !/cdktn\.\w+ToTerraform/.test(expression)
              ? 1
              : 0,
          ];
        return [name, depth < 6 && structs.has(struct) ? fieldsOf(structs.get(struct), depth + 1) : 1];
      }),
    );
  const mainClass = text.slice(text.lastIndexOf('\nclass '));
  const required = [
    ...mainClass.matchAll(/^\s*\/\/ (\w+) - computed: \w+, optional: \w+, required: true/gm),
  ].map(([, name]) => name);
  return { required: [...new Set(required)].sort(), arguments: fieldsOf(own, 0) };
}
