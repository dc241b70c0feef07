import { string } from '@oclif/core/args';

/**
 * An argument. Standard input is left alone: oclif would take an absent argument from a pipe, so that in a shell's
 * `while read` loop the next line would become an image or a service.
 */
export const operand = (description: string) => string({ description, ignoreStdin: true });

/** An argument that must be there. */
export const requiredOperand = (description: string) =>
  string({ description, ignoreStdin: true, required: true });
