import { dnsLabelOf } from '../../config/names.js';

/**
 * A DNS label for each service, no two the same: the name wished for, then with the folders above it, then with a number.
 * In order, so that the same repository gives the same names.
 */
export function uniqueNames(
  services: readonly { readonly wish: string; readonly place: string }[],
): readonly string[] {
  const wishes = services.map(({ wish }) => dnsLabelOf(wish));
  const taken = new Set<string>();
  return services.map(({ place }, index) => {
    const wish = wishes[index] ?? 'service';
    const shared = wishes.filter((other) => other === wish).length > 1;
    const folders = place
      .split('/')
      .slice(0, -1)
      .filter((folder) => folder !== '.' && folder !== '..');
    const candidates =
      shared && folders.length > 1
        ? [dnsLabelOf(folders.slice(-2).join('-')), dnsLabelOf(folders.join('-'))]
        : [wish];
    const free = candidates.find((candidate) => !taken.has(candidate)) ?? numbered(wish, taken);
    taken.add(free);
    return free;
  });
}

function numbered(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number += 1) {
    const candidate = `${name.slice(0, 58).replace(/-+$/, '')}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
