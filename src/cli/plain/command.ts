import { environment } from '../../system/environment.js';
import { GiveWay } from './give-way.js';
import { parsePlainly } from './parse-plainly.js';
import { type PlainArguments, type PlainDefinition } from './plain-definition.js';

/** As oclif's parser hands it over. */
type Parsed = PlainArguments & { readonly raw: readonly { readonly type: 'arg'; readonly input: string }[] };

/**
 * Stands in for oclif's `Command` in the bundles of src/plain: the commands themselves run on it unchanged. It holds what
 * `AcgsCommand` takes of oclif's.
 */
export class Command {
  constructor(
    readonly argv: string[],
    readonly config: { readonly version: string },
  ) {}

  get ctor(): PlainDefinition {
    return this.constructor as PlainDefinition;
  }

  /** @throws GiveWay for a command line that is not plain */
  protected parse(definition: PlainDefinition, argv: readonly string[]): Promise<Parsed> {
    const read = parsePlainly(definition, argv, environment());
    return read === undefined
      ? Promise.reject(new GiveWay('the command line is not plain'))
      : Promise.resolve({ ...read, raw: read.argv.map((input) => ({ type: 'arg', input })) });
  }
}
