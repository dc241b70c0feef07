/**
 * The inputs of action.yml as the runner hands them over: `INPUT_` and the name in capitals, dashes kept.
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function readInputs(env) {
  const input = (name) => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
  const words = (name) => input(name).split(/\s+/).filter(Boolean);
  return {
    services: words('services'),
    folder: input('working-directory') || '.',
    push: isTrue(input('push'), 'push'),
    registries: words('registry'),
    username: input('registry-username'),
    password: input('registry-password'),
    key: input('key'),
    tags: words('tags'),
    from: input('from'),
    until: input('until'),
    failOn: input('fail-on'),
    version: input('version'),
    integrity: input('integrity'),
  };
}

/** YAML 1.2's words, as @actions/core takes them; anything else is a mistake, and a mistake must not publish or skip. */
function isTrue(text, name) {
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE|)$/.test(text)) return false;
  throw new Error(`input ${name}: expected true or false, got ${JSON.stringify(text)}`);
}
