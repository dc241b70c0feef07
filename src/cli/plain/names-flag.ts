/** Whether a flag may be meant somewhere on a command line, also where it is in truth an operand or a value. */
export function namesFlag(argv: readonly string[], flag: string): boolean {
  return argv.some((word) => word === `--${flag}` || word.startsWith(`--${flag}=`));
}
