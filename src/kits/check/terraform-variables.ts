import { type CheckedFile, type CheckFinding } from './finding.js';
import { type HclBody } from './hcl/parse-hcl.js';

/**
 * Variables of a Terraform module that are used and not declared. A module is a folder.
 * @param files all `.tf` files of one folder, read
 */
export function variableFindings(
  files: readonly { readonly file: CheckedFile; readonly body: HclBody }[],
): readonly CheckFinding[] {
  const declared = new Set(
    files.flatMap(({ body }) =>
      body.blocks.filter(({ type }) => type === 'variable').flatMap(({ labels }) => labels),
    ),
  );
  return files.flatMap(({ file: { path, text } }) =>
    text.split('\n').flatMap((line, index) =>
      [...line.replace(/^\s*(?:#|\/\/).*/, '').matchAll(/(?<![\w.-])var\.([A-Za-z_][\w-]*)/g)].flatMap(
        ([, name = '']) =>
          declared.has(name)
            ? []
            : [
                {
                  path,
                  line: index + 1,
                  check: 'terraform',
                  message: `var.${name} is declared nowhere in this folder`,
                },
              ],
      ),
    ),
  );
}
