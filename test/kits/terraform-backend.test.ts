import { describe, expect, it } from 'vitest';
import { type Platform } from '../../src/kits/platform.js';
import { platformFor, rendered } from './acgs2.js';
import { judgeTerraform } from './terraform/judge-terraform.js';

const FOLDER = 'infra/terraform-backend';

/** Every branch of the templates. */
const FORMS = [
  ['as it comes', {}],
  [
    'with the table, a tag, and an identity provider that is there',
    { dynamodbLock: true, tagPattern: 'infra-v*', createOidcProvider: false },
  ],
  [
    'without a copy, with rights of CI',
    {
      replicaRegion: '',
      policyArns: ['arn:aws:iam::aws:policy/PowerUserAccess'],
      stateKeys: ['a.tfstate', 'b/c.tfstate'],
    },
  ],
] as const;

/** The lock table of the action plan (task 1.2, Apache-2.0): two blocks by the names that CloudFormation has for them. */
const PLAN_TABLE = `resource "aws_dynamodb_table" "terraform_locks" {
  name     = "acgs2-terraform-locks"
  hash_key = "LockID"
  server_side_encryption_specification {
    enabled = true
  }
  point_in_time_recovery_specification {
    enabled = true
  }
}
`;

describe('kit terraform-backend', () => {
  it.each(FORMS)(
    'has no argument that the provider lacks and no undeclared variable: %s',
    async (_, answers) => {
      const files = await rendered('terraform-backend', answers);
      expect(Object.keys(files).filter((path) => path.endsWith('.tf')).length).toBeGreaterThan(7);
      expect(await judgeTerraform(files)).toEqual([]);
    },
  );

  it('refuses the table of the plan by the same check', async () => {
    expect(await judgeTerraform({ 'main.tf': PLAN_TABLE })).toEqual([
      expect.stringContaining('there is no argument server_side_encryption_specification'),
      expect.stringContaining('there is no argument point_in_time_recovery_specification'),
    ]);
  });

  it('trusts the repository of acgs.yaml, through its environment or a tag, and nothing else', async () => {
    const strict = (await rendered('terraform-backend'))[`${FOLDER}/bootstrap/ci.tf`]!;
    expect(strict).toContain('values   = ["repo:acme/acgs2:environment:infrastructure"]');
    expect(strict).toContain('variable = "token.actions.githubusercontent.com:aud"');
    expect(strict).not.toContain('StringLike');
    const tagged = (await rendered('terraform-backend', { tagPattern: 'infra-v*' }))[
      `${FOLDER}/bootstrap/ci.tf`
    ]!;
    expect(tagged).toContain('"repo:acme/acgs2:ref:refs/tags/infra-v*"');
    const server: Platform = {
      ...platformFor(),
      repository: { host: 'git.example.com', owner: 'acme', name: 'x', from: 'remote' },
    };
    const other = (await rendered('terraform-backend', {}, server))[`${FOLDER}/bootstrap/ci.tf`]!;
    expect(other).toContain('url            = "https://git.example.com/_services/token"');
    expect(other).toContain('variable = "git.example.com/_services/token:sub"');
  });

  it('says bucket, key and table once: the backend’s are those of the stack', async () => {
    const files = await rendered('terraform-backend', {
      name: 'core',
      accountId: '210987654321',
      dynamodbLock: true,
    });
    const backend = files[`${FOLDER}/backend.hcl`]!;
    const versions = files[`${FOLDER}/bootstrap/versions.tf`]!;
    expect(backend).toContain('bucket              = "core-terraform-state-210987654321"');
    expect(versions).toContain('name        = "core"');
    expect(versions).toContain('account     = "210987654321"');
    expect(versions).toContain('bucket_name = "${local.name}-terraform-state-${local.account}"');
    expect(backend).toContain('kms_key_id = "arn:aws:kms:us-west-2:210987654321:alias/core-terraform-state"');
    expect(files[`${FOLDER}/bootstrap/key.tf`]).toContain('"alias/${local.name}-terraform-state"');
    expect(backend).toContain('dynamodb_table      = "core-terraform-locks"');
    expect(files[`${FOLDER}/bootstrap/lock.tf`]).toContain('"${local.name}-terraform-locks"');
    expect(backend).not.toMatch(/\$\{|var\./);
    expect(await rendered('terraform-backend')).not.toHaveProperty([`${FOLDER}/bootstrap/lock.tf`]);
  });

  it('tags everything with the constitutional hash, unless it is turned off', async () => {
    const path = `${FOLDER}/bootstrap/versions.tf`;
    expect((await rendered('terraform-backend'))[path]).toContain(
      '"acgs.io/constitutional-hash" = "cdd01ef066bc6cf2"',
    );
    const off = platformFor((yaml) => `${yaml}constitutionalHash: false\n`);
    expect((await rendered('terraform-backend', {}, off))[path]).not.toContain('constitutional-hash');
  });

  it.each([
    { name: 'a"; rm -rf /' },
    { accountId: '1\n23456789012' },
    { region: 'us-west-2"\n}' },
    { stateKeys: ['../x.tfstate'] },
    { stateKeys: ['${file("/etc/passwd")}.tfstate'] },
    { environment: '*' },
    { environment: 'a:b' },
    { tagPattern: '*' },
    { policyArns: ['arn:aws:iam::aws:policy/x"] }'] },
  ])('refuses %j', async (answers) => {
    await expect(rendered('terraform-backend', answers)).rejects.toMatchObject({ code: 'config/invalid' });
  });

  it.each(['a"b', 'a*', 'x${y}', 'a b', 'a\nb'])('refuses a repository called %j', async (name) => {
    const hostile: Platform = {
      ...platformFor(),
      repository: { host: 'github.com', owner: 'acme', name, from: 'remote' },
    };
    await expect(rendered('terraform-backend', {}, hostile)).rejects.toMatchObject({
      code: 'template/unsafe-value',
    });
  });

  it('quotes a hash that is no word', async () => {
    const files = await rendered('terraform-backend', {}, { ...platformFor(), hash: 'a"${b}' }).catch(
      (error: unknown) => error,
    );
    expect(files).toHaveProperty(
      [`${FOLDER}/bootstrap/versions.tf`],
      expect.stringContaining('= "a\\"$${b}"'),
    );
  });
});
