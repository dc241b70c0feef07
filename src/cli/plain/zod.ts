import { GiveWay } from './give-way.js';

/** What reading gives for a value that a schema does not take. */
const REFUSED = Symbol('refused');

/** A value as the schema makes it, or {@link REFUSED}. */
type Read = (value: unknown) => unknown;
type Shape = Readonly<Record<string, Schema>>;

/**
 * Stands in for zod's schemas in the bundles of src/plain. It reads what is right, with the defaults, checks and transformations that the
 * schemas of src give it, and gives way where something is wrong: zod says what. To make zod's schemas costs more than all that is read
 * with them. It has as much of zod's interface as those schemas use, and a test holds both against each other.
 */
class Schema {
  constructor(
    readonly read: Read,
    readonly options: readonly unknown[] = [],
    /** Whether an object may do without it: its key is absent then. */
    readonly isOptional = false,
  ) {}

  parse(value: unknown): unknown {
    const made = this.read(value);
    if (made === REFUSED) throw new GiveWay('a value is not as its schema wants it');
    return made;
  }

  safeParse(value: unknown): { readonly success: true; readonly data: unknown } {
    return { success: true, data: this.parse(value) };
  }

  describe(): this {
    return this;
  }

  exactOptional(): Schema {
    return new Schema(this.read, this.options, true);
  }

  default(standard: unknown): Schema {
    return new Schema((value) => (value === undefined ? standard : this.read(value)));
  }

  prefault(standard: unknown): Schema {
    return new Schema((value) => this.read(value === undefined ? standard : value));
  }

  or(other: Schema): Schema {
    return union([this, other]);
  }

  pipe(next: Schema): Schema {
    return this.transform(next.read);
  }

  transform(make: Read): Schema {
    return new Schema((value) => {
      const made = this.read(value);
      return made === REFUSED ? REFUSED : make(made);
    });
  }

  refine(isRight: (value: never) => boolean): Schema {
    return this.transform((value) => (isRight(value as never) ? value : REFUSED));
  }

  superRefine(check: (value: never, context: { addIssue: () => void }) => void): Schema {
    return this.refine((value) => {
      let issues = 0;
      check(value, { addIssue: () => (issues += 1) });
      return issues === 0;
    });
  }

  regex(pattern: RegExp): Schema {
    return this.refine((text) => pattern.test(text));
  }

  int(): Schema {
    return this.refine((value) => Number.isSafeInteger(value));
  }

  min(least: number): Schema {
    return this.refine((value) => sizeOf(value) >= least);
  }

  max(most: number): Schema {
    return this.refine((value) => sizeOf(value) <= most);
  }

  nonempty(): Schema {
    return this.min(1);
  }
}

/** Of a number itself, of text and lists the length. */
function sizeOf(value: number | { readonly length: number }): number {
  return typeof value === 'number' ? value : value.length;
}

const where = (isRight: (value: unknown) => boolean): Schema =>
  new Schema((value) => (isRight(value) ? value : REFUSED));

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function union(schemas: readonly Schema[]): Schema {
  return new Schema((value) => {
    for (const schema of schemas) {
      const made = schema.read(value);
      if (made !== REFUSED) return made;
    }
    return REFUSED;
  });
}

function object(shape: Shape): Schema {
  const entries = Object.entries(shape);
  return new Schema((value) => {
    if (!isObject(value)) return REFUSED;
    const made: Record<string, unknown> = {};
    for (const [key, schema] of entries) {
      const isThere = Object.hasOwn(value, key);
      if (!isThere && schema.isOptional) continue;
      const one = schema.read(isThere ? value[key] : undefined);
      if (one === REFUSED) return REFUSED;
      made[key] = one;
    }
    return made;
  });
}

function strictObject(shape: Shape): Schema {
  const { read } = object(shape);
  return new Schema((value) =>
    isObject(value) && Object.keys(value).every((key) => Object.hasOwn(shape, key)) ? read(value) : REFUSED,
  );
}

function array(item: Schema): Schema {
  return new Schema((value) => {
    if (!Array.isArray(value)) return REFUSED;
    const made = value.map(item.read);
    return made.includes(REFUSED) ? REFUSED : made;
  });
}

function record(name: Schema, item: Schema): Schema {
  return new Schema((value) => {
    if (!isObject(value)) return REFUSED;
    const made = Object.entries(value).map(([key, one]) => [name.read(key), item.read(one)] as const);
    const isRight = made.every(([key, one]) => key !== REFUSED && key !== '__proto__' && one !== REFUSED);
    return isRight ? Object.fromEntries(made as [string, unknown][]) : REFUSED;
  });
}

const string = (): Schema => where((value) => typeof value === 'string');
const number = (): Schema => where(Number.isFinite);
const boolean = (): Schema => where((value) => typeof value === 'boolean');
const literal = (wanted: unknown): Schema => where((value) => value === wanted);
const json = (): Schema => {
  const inner = new Schema((value) => all.read(value));
  const all: Schema = union([
    string(),
    number(),
    boolean(),
    literal(null),
    array(inner),
    record(string(), inner),
  ]);
  return all;
};

export const z = {
  ...{ string, number, boolean, literal, union, object, strictObject, array, record, json },
  null: () => literal(null),
  enum: (values: readonly unknown[]) =>
    new Schema((value) => (values.includes(value) ? value : REFUSED), values),
};
