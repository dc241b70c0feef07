/** The fields that have a value: CI systems set variables to the empty string for what does not apply. */
export function said<Fields extends Readonly<Record<string, string | undefined>>>(
  fields: Fields,
): { readonly [Name in keyof Fields]?: string } {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  ) as { readonly [Name in keyof Fields]?: string };
}
