import { type InitResult } from '../init.js';

/** What `acgs init` tells people. */
export function formatInit(result: InitResult): string {
  const lines: string[] = [];
  if (result.written) {
    lines.push(`wrote ${result.file}: ${count(result.services.length)}`);
    for (const { name, context, dockerfile, port } of result.services)
      lines.push(
        `  ${name}  ${context === '.' ? '' : `${context}/`}${dockerfile}${port === undefined ? '' : `  port ${port}`}`,
      );
    lines.push('', 'next: acgs keys generate, then acgs release --key cosign.key');
  } else if (result.missing.length + result.gone.length === 0)
    lines.push(`${result.file} is complete: ${count(result.services.length)}`);
  for (const { name, dockerfile } of result.gone)
    lines.push(
      `service ${name}: there is no ${dockerfile}; remove it from ${result.file} or correct its path`,
    );
  if (result.missing.length > 0)
    lines.push(
      `not in ${result.file}: ${count(result.missing.length)}. Paste below "services:"`,
      '',
      result.paste,
    );
  for (const { dockerfile, reason } of result.skipped) lines.push(`left out: ${dockerfile} (${reason})`);
  return lines.join('\n');
}

function count(services: number): string {
  return services === 1 ? '1 service' : `${services} services`;
}
