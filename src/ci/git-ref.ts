/** The git reference of a job: its tag, else its branch; a CI leaves empty what it does not have. */
export function gitRef(tag: string | undefined, branch: string | undefined): string | undefined {
  if (tag !== undefined && tag !== '') return `refs/tags/${tag}`;
  return branch === undefined || branch === '' ? undefined : `refs/heads/${branch}`;
}
