/**
 * The command line of `acgs release` for the inputs, and what goes by the environment: secrets are never arguments, which
 * other processes can read.
 * @param {ReturnType<typeof import('./inputs.js').readInputs>} inputs
 */
export function releaseArguments({
  services,
  push,
  registries,
  username,
  password,
  key,
  tags,
  from,
  until,
  failOn,
}) {
  for (const service of services)
    if (service.startsWith('-')) throw new Error(`input services: ${JSON.stringify(service)} is no service`);
  const option = (name, value) => (value === '' ? [] : [`--${name}=${value}`]);
  return {
    args: [
      'release',
      ...services,
      ...(push ? ['--push'] : []),
      ...registries.flatMap((registry) => option('registry', registry)),
      ...tags.flatMap((tag) => option('tag', tag)),
      ...option('key', key),
      ...option('from', from),
      ...option('until', until),
      ...option('fail-on', failOn),
    ],
    env: {
      ...(username === '' ? {} : { ACGS_REGISTRY_USERNAME: username }),
      ...(password === '' ? {} : { ACGS_REGISTRY_PASSWORD: password }),
    },
  };
}
