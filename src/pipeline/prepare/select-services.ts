import { type Service } from '../../config/configuration.js';
import { AcgsError } from '../../model/errors.js';
import { nearest } from '../../model/nearest.js';

/** The services named on the command line, in the configuration's order; all when none is named. @throws AcgsError `usage/invalid` */
export function selectServices(services: readonly Service[], named: readonly string[]): readonly Service[] {
  const known = services.map(({ name }) => name);
  for (const name of named) {
    if (known.includes(name)) continue;
    const guess = nearest(name, known);
    throw new AcgsError('usage/invalid', `there is no service "${name}"`, {
      next: [
        ...(guess === undefined ? [] : [`did you mean ${guess}?`]),
        `acgs.yaml has: ${known.join(', ') || 'none'}`,
      ],
    });
  }
  return named.length === 0 ? services : services.filter(({ name }) => named.includes(name));
}
