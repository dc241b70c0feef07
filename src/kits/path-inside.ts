/**
 * Whether a path as kits write it (`/` between folders) stays below the folder it is relative to, and out of what is git's or
 * acgs's own. Links are another matter.
 */
export function isPathInside(path: string): boolean {
  const parts = path.split('/');
  return (
    // eslint-disable-next-line no-control-regex -- control characters are what it looks for
    !/[\\\u0000-\u001f\u007f]/.test(path) &&
    !parts.some((part) => part === '' || part === '.' || part === '..') &&
    !['.git', '.acgs'].includes((parts[0] ?? '').toLowerCase()) &&
    !['acgs.yaml', 'acgs.lock.json'].includes(path.toLowerCase())
  );
}
