/** Text that a template may write as it is, because a helper has judged it safe wherever it stands. */
export class Literal {
  constructor(readonly text: string) {}
}
