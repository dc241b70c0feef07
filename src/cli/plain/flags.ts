/** Stands in for `@oclif/core/flags` in the bundles of src/plain: definitions as data, without what explains and parses them. */
export const boolean = (options: object = {}): object => ({ ...options, type: 'boolean' });
export const string = (options: object = {}): object => ({ ...options, type: 'option' });
/** A type that `parsePlainly` does not know: where such a flag is given, oclif reads the command line. */
export const integer = (options: object = {}): object => ({ ...options, type: 'integer' });
