/** Whether a file is named as Dockerfiles are: `Dockerfile`, `api.Dockerfile`, `Dockerfile.api`, `Containerfile`. */
export function isDockerfileName(name: string): boolean {
  return (
    /^(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$|^[\w.-]+\.(?:Dockerfile|Containerfile)$/i.test(name) &&
    !/\.(?:dockerignore|containerignore|md|orig|bak|swp|tmpl|j2|template)$/i.test(name)
  );
}
