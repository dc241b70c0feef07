import { describe, expect, it } from 'vitest';
import { awsFindings } from '../../../src/kits/check/aws.js';
import { parseHcl } from '../../../src/kits/check/hcl/parse-hcl.js';
import { variableFindings } from '../../../src/kits/check/terraform-variables.js';

const file = (text: string) => ({ path: 'a.tf', text, format: 'hcl' });

async function messages(text: string): Promise<readonly string[]> {
  const { findings, unknown } = await awsFindings(file(text), parseHcl(text));
  return [...findings.map(({ line, message }) => `${line ?? 0}: ${message}`), ...unknown];
}

describe('AWS resources', () => {
  it('passes names that the provider has, nested and dynamic blocks and meta-arguments too', async () => {
    const text = `provider "aws" {
  alias  = "dr"
  region = "eu-central-1"
  default_tags { tags = {} }
}
resource "aws_route53_record" "a" {
  for_each = {}
  zone_id  = "x"
  name     = "x"
  type     = "A"
  failover_routing_policy { type = "PRIMARY" }
  dynamic "alias" {
    for_each = []
    content {
      name                   = "x"
      zone_id                = "y"
      evaluate_target_health = true
    }
  }
  lifecycle { prevent_destroy = true }
}
data "aws_caller_identity" "current" {}
`;
    expect(await messages(text)).toEqual([]);
  });

  it('refuses names that it does not have, on every level, and names what is missing', async () => {
    const text = `resource "aws_route53_health_check" "a" {
  ip = "192.0.2.1"
}
resource "aws_dynamodb_table" "b" {
  name = "x"
  attribute {
    nam = "id"
  }
}
resource "aws_other" "c" {}
`;
    expect(await messages(text)).toEqual([
      '2: aws_route53_health_check.a: there is no argument ip; did you mean id?',
      '1: aws_route53_health_check.a: type is required',
      '7: aws_dynamodb_table.b.attribute: there is no argument nam; did you mean name?',
      'aws_other',
    ]);
  });

  it('finds variables that nobody declares', () => {
    const texts = ['variable "a" {}\n', 'x = var.a\ny = "${var.b}" # var.c\n// var.d\nz = module.var.e\n'];
    const files = texts.map((text) => ({ file: file(text), body: parseHcl(text) }));
    expect(variableFindings(files).map(({ line, message }) => `${line ?? 0}: ${message}`)).toEqual([
      '2: var.b is declared nowhere in this folder',
      '2: var.c is declared nowhere in this folder',
    ]);
  });
});
