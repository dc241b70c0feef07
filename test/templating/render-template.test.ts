import fc from 'fast-check';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { type FormatName } from '../../src/templating/formats.js';
import { renderTemplate } from '../../src/templating/render-template.js';

const render = (text: string, data: object, format: FormatName = 'yaml'): string =>
  renderTemplate({ name: 'test', text }, data, format);

describe('renderTemplate', () => {
  it('leaves no line behind for code, and text as it is', () => {
    const text =
      'items:\n<% for (const name of it.names) { %>\n  - <%= name %>\n<% } %>\nend: "{{ .x }} ${{ y }}"\n';
    expect(render(text, { names: ['a', 'b'] })).toBe('items:\n  - a\n  - b\nend: "{{ .x }} ${{ y }}"\n');
  });

  it('keeps the line end after a value', () => {
    expect(render('a: <%= it.a %>\nb: 1\n', { a: 'x' })).toBe('a: x\nb: 1\n');
  });

  it('includes parts, which see what they are given', () => {
    const template = {
      name: 'test',
      text: "<%= part('one', { n: 2 }) %>!",
      parts: { one: '<%= it.n %>-<%= it.m %>' },
    };
    expect(renderTemplate(template, { m: 3 }, 'yaml')).toBe('2-3!');
  });

  it('writes several lines as a YAML block that reads back the same', () => {
    const lines = fc.array(fc.stringMatching(/^[!-~][ -~]*[!-~]$/), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lines, (written) => {
        const made = render('key:\n  expr: <%= lines(it.text, 4) %>\n  next: 1\n', {
          text: `\n   ${written.join('\n   ')}\n`,
        });
        expect(parse(made)).toEqual({ key: { expr: written.join('\n'), next: 1 } });
      }),
    );
    expect(() => render('<%= lines(it.text, 2) %>', { text: 'a\u0000' })).toThrowError(
      expect.objectContaining({ code: 'template/unsafe-value' }),
    );
  });

  it('writes any value as block-style YAML that reads back the same', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({
          maxDepth: 4,
          stringUnit: fc.constantFrom('a', ' ', '\n', ':', '#', '-', '"', '\t', 'é'),
        }),
        (made) => {
          const value = JSON.parse(JSON.stringify(made)) as unknown;
          const text = render('key:\n<%= indent(tree({ inner: it.value }), 2) %>\n', { value });
          expect(parse(text, { stringKeys: true })).toEqual({ key: { inner: value } });
        },
      ),
    );
  });

  it('indents a part', () => {
    const template = {
      name: 'test',
      text: "a:\n<%= indent(part('one'), 2) %>\n",
      parts: { one: 'b:\n\n  - 1\n' },
    };
    expect(renderTemplate(template, {}, 'yaml')).toBe('a:\n  b:\n\n    - 1\n');
  });

  it.each(['a b', 'a"b', "a'b", 'a\nb', '$(x)', '`x`', 'a;b', '', '-rf', '#x'])(
    'refuses %j as a word',
    (value) => {
      expect(() => render('<%= word(it.x) %>', { x: value })).toThrowError(
        expect.objectContaining({ code: 'template/unsafe-value' }),
      );
    },
  );

  it('refuses raw output and a value that is missing', () => {
    expect(() => render('<%~ it.x %>', { x: 1 })).toThrowError(
      expect.objectContaining({ code: 'internal/bug' }),
    );
    expect(() => render('<%= it.y %>', { x: 1 })).toThrowError(
      expect.objectContaining({ code: 'template/unsafe-value' }),
    );
  });

  it('writes any text as a YAML scalar that reads back the same', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom('yes', 'null', '1e3', '~', 'a: b', '#', '- x'),
        ),
        (value) => {
          const made = render('key: <%= it.value %>\nlist: <%= [it.value] %>\n', { value });
          expect(parse(made)).toEqual({ key: value, list: [value] });
        },
      ),
    );
  });

  it.each([
    ['hcl', 'a "${file("x")}" %{ if }', '"a \\"$${file(\\"x\\")}\\" %%{ if }"'],
    ['shell', "it's $(x) `y`", `'it'\\''s $(x) \`y\`'`],
    ['dockerfile', 'a "b" $c', '"a \\"b\\" \\$c"'],
    ['markdown', '[x](y) <b>\n# z', '\\[x\\](y) \\<b\\> \\# z'],
    ['rego', 'a"b\u2028', '"a\\"b\\u2028"'],
  ] as const)('quotes for %s', (format, value, expected) => {
    expect(render('<%= it.value %>', { value }, format)).toBe(expected);
  });

  it.each(['shell', 'dockerfile'] as const)('refuses a line end in %s', (format) => {
    expect(() => render('<%= it.value %>', { value: 'a\nb' }, format)).toThrowError(
      expect.objectContaining({ code: 'template/unsafe-value' }),
    );
  });
});
