/**
 * What kubeconform says of an object, the same each time that it says it: without the place of the schema, which is another one for
 * each version of Kubernetes, and in an order (it has none of its own).
 */
export function steadyMessage(message: string): string {
  const [what = '', ...problems] = message
    .replace(/problem validating schema\..*?'file:[^']*'/, '')
    .replaceAll(/(?<=additional properties )'[^']*'(?:, '[^']*')+/g, (names) =>
      names.split(', ').sort().join(', '),
    )
    .split(/ *- (?=at '\/)/);
  return [
    what.trim(),
    problems
      .map((one) => one.trim())
      .sort()
      .join('; '),
  ]
    .filter((part) => part !== '')
    .join(' ');
}
