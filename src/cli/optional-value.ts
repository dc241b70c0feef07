/**
 * Lets a flag stand without its value (`--resume` for `--resume RUN`), which oclif has no word for: where what follows does
 * not look like a value, `standard` is put in.
 */
export function withOptionalValue(
  argv: readonly string[],
  flag: string,
  value: RegExp,
  standard: string,
): string[] {
  return argv.map((word, at) =>
    word === flag && !value.test(argv[at + 1] ?? '') ? `${flag}=${standard}` : word,
  );
}
