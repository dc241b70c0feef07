import type semver from 'semver';

/** In a bundle a call of it is the library, which is then loaded when it is called. */
declare const require: (library: 'semver') => typeof semver;
const library = (): typeof semver => require('semver');

/** Stands in for semver in the bundles of src/plain, where most command lines compare no versions: its forty modules wait until one does. */
export default {
  validRange: (range: string) => library().validRange(range),
  satisfies: (...given: Parameters<typeof semver.satisfies>) => library().satisfies(...given),
  valid: (version: string) => library().valid(version),
  rcompare: (...given: Parameters<typeof semver.rcompare>) => library().rcompare(...given),
};
