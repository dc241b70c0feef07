/** A text that is no HCL. */
export class HclError extends Error {
  override readonly name = 'HclError';

  /** @param line from 1 */
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}
