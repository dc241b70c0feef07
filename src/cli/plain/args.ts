/** Stands in for `@oclif/core/args` in the bundles of src/plain. */
export const string = (options: object = {}): object => options;
