/** As much of a flag's definition as says how its value is cut. */
interface Definition {
  readonly multiple?: boolean;
  readonly delimiter?: string;
}

/**
 * oclif hands the environment twin of a repeatable flag over as one text: it becomes the list that the flag itself would have
 * made, `ACGS_PLATFORM=linux/amd64,linux/arm64`.
 * @param definitions the command's own; undefined where it has none but those of every command
 */
export function withLists<Flags extends object>(
  flags: Flags,
  definitions: Readonly<Record<string, Definition>> = {},
): Flags {
  const entries = Object.entries(flags).map(([name, value]: [string, unknown]) => {
    const { multiple, delimiter } = definitions[name] ?? {};
    if (multiple !== true || typeof value !== 'string') return [name, value] as const;
    const parts = delimiter === undefined ? [value] : value.split(delimiter).map((part) => part.trim());
    return [name, parts.filter((part) => part !== '')] as const;
  });
  return Object.fromEntries(entries) as Flags;
}
