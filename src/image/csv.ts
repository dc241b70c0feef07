/**
 * One `key=value,…` argument as buildx reads it: a CSV record (RFC 4180), so a field with a comma or a quote is quoted.
 */
export function csvRecord(fields: readonly (readonly [key: string, value: string])[]): string {
  return fields
    .map(([key, value]) => `${key}=${value}`)
    .map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',');
}
