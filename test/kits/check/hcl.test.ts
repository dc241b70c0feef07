import { describe, expect, it } from 'vitest';
import { HclError } from '../../../src/kits/check/hcl/hcl-error.js';
import { parseHcl } from '../../../src/kits/check/hcl/parse-hcl.js';

describe('reading HCL', () => {
  it('finds blocks, labels and attributes, whatever their values are', () => {
    const { blocks, attributes } = parseHcl(`# a comment
x = 1 // another
resource "aws_kms_key" "this" {
  policy = jsonencode({ a = [for x in var.y : x if x != "}"], "b" : "\${lookup(m, "k")}" })
  text   = <<-EOT
    } \${not}
  EOT
  multi  = [
    1,
    2, # two
  ]
  one { a = 1 }
  dynamic "rule" {
    for_each = var.rules
    content {
      id = rule.value /* here */
    }
  }
}
`);
    expect([...attributes]).toEqual([['x', 2]]);
    expect(blocks).toHaveLength(1);
    const [resource] = blocks;
    expect(resource).toMatchObject({ type: 'resource', labels: ['aws_kms_key', 'this'], line: 3 });
    expect([...(resource?.body.attributes.keys() ?? [])]).toEqual(['policy', 'text', 'multi']);
    expect(resource?.body.blocks.map(({ type, labels, line }) => [type, labels, line])).toEqual([
      ['one', [], 12],
      ['dynamic', ['rule'], 13],
    ]);
  });

  it.each([
    ['a = \n', 1, /expected a value/],
    ['b {\n  x = 1\n', 3, /not closed/],
    ['}\n', 1, /closes nothing/],
    ['a = "x\n', 1, /string is not closed/],
    ['a = [1, 2\n', 2, /expected "\]"/],
    ['a = 1\na = 2\n', 2, /set twice/],
    ['a = <<EOT\nx\n', 2, /<<EOT is not closed/],
    ['a "b" = 1\n', 1, /expected = or \{/],
    ['/* x\n', 1, /comment is not closed/],
    ['a = (1]\n', 1, /closes nothing/],
  ])('refuses %j', (text, line, message) => {
    let error: unknown;
    try {
      parseHcl(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(HclError);
    expect(error).toMatchObject({ line, message: expect.stringMatching(message) as string });
  });
});
