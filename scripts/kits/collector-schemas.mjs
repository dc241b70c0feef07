/** The schemas of collector components as closed JSON Schemas: what a component does not name is refused. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A duration of Go (time.ParseDuration). */
const duration = { type: 'string', pattern: '^-?(0|([0-9]+(\\.[0-9]+)?(ns|us|µs|ms|s|m|h))+)$' };

export class CollectorSchemas {
  /** Closed schemas by `package.definition`. */
  definitions = {};
  /** References that lead to no schema. */
  unknown = new Set();
  #folders;
  #roots;
  #files = new Map();

  /** @param folders of modules, by path; @param roots paths of the repositories that references may start from */
  constructor(folders, roots) {
    this.#folders = folders;
    this.#roots = roots;
  }

  /** `{ $ref }` to the schema of a package's definition, which is converted where it is not yet. */
  reference(name, definition = '') {
    const key = `${name}${definition === '' ? '' : `.${definition}`}`;
    const found = this.#raw(name, definition);
    if (found === undefined) {
      this.unknown.add(key);
      return {};
    }
    if (!(key in this.definitions)) {
      this.definitions[key] = {};
      this.definitions[key] = this.#convert(found, name);
    }
    return { $ref: `#/definitions/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` };
  }

  #convert(raw, name) {
    if (typeof raw.$ref === 'string')
      return this.#optional(this.reference(...this.#target(raw.$ref, name)), raw);
    if (raw.type === 'array')
      return { type: ['array', 'null'], ...(raw.items && { items: this.#convert(raw.items, name) }) };
    if (raw.type === 'object' || raw.allOf !== undefined || raw.properties !== undefined)
      return this.#object(raw, name);
    if (raw.format === 'duration') return duration;
    return typeof raw.type === 'string'
      ? this.#optional({ type: raw.type, ...(raw.enum && { enum: raw.enum }) }, raw)
      : {};
  }

  #optional(schema, raw) {
    return raw['x-optional'] || raw['x-pointer'] ? { anyOf: [{ type: 'null' }, schema] } : schema;
  }

  /** Squashed structures become one; one that leads nowhere leaves the whole open. */
  #object(raw, name) {
    const { properties, isOpen } = this.#members(raw, name);
    if (Object.keys(properties).length === 0)
      return {
        type: ['object', 'null'],
        ...(raw.additionalProperties && {
          additionalProperties: this.#convert(raw.additionalProperties, name),
        }),
      };
    return { type: ['object', 'null'], properties, ...(isOpen ? {} : { additionalProperties: false }) };
  }

  #members(raw, name) {
    const properties = {};
    let isOpen = raw.additionalProperties !== undefined;
    for (const [key, value] of Object.entries(raw.properties ?? {}))
      properties[key] = this.#convert(value, name);
    for (const part of raw.allOf ?? []) {
      const [from, definition] =
        typeof part.$ref === 'string' ? this.#target(part.$ref, name) : [name, undefined];
      const found = definition === undefined ? part : this.#raw(from, definition);
      if (found === undefined) {
        this.unknown.add(`${from}.${definition}`);
        isOpen = true;
        continue;
      }
      const whole = typeof found.$ref === 'string' ? { allOf: [found] } : found;
      const inner = this.#members(whole, from);
      Object.assign(properties, inner.properties);
      isOpen ||= inner.isOpen;
    }
    return { properties, isOpen };
  }

  /** Package and definition of a reference: absolute, from the repository (`/`), from the package (`./`), or in the same file. */
  #target(reference, name) {
    const dot = reference.lastIndexOf('.');
    const slash = reference.lastIndexOf('/');
    if (slash < 0) return [name, reference];
    const [path, definition] = [reference.slice(0, dot), reference.slice(dot + 1)];
    if (path.startsWith('./')) return [`${name}${path.slice(1)}`, definition];
    if (!path.startsWith('/')) return [path, definition];
    return [`${this.#roots.find((one) => name.startsWith(one))}${path}`, definition];
  }

  #raw(name, definition) {
    const whole = this.#file(name);
    if (whole === undefined || definition === '') return whole;
    // the package's own configuration is the file itself
    return whole.$defs?.[definition] ?? (definition === 'config' ? whole : undefined);
  }

  #file(name) {
    if (!this.#files.has(name)) {
      const module = [...this.#folders.keys()].find((one) => name === one || name.startsWith(`${one}/`));
      const file = module && join(this.#folders.get(module), name.slice(module.length), 'config.schema.yaml');
      this.#files.set(name, file && existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined);
    }
    return this.#files.get(name);
  }
}
