/**
 * A DNS label (RFC 1035) from any text: lower case, runs of other characters become one "-", at most 63 characters.
 * What is left empty, or starts with a digit, gets `fallback` in front.
 */
export function dnsLabelOf(text: string, fallback = 'service'): string {
  const bare = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const named = bare === '' ? fallback : /^[a-z]/.test(bare) ? bare : `${fallback}-${bare}`;
  return named.slice(0, 63).replace(/-+$/, '');
}
