/** A pool of schemas in which equal parts are written once: four versions of Kubernetes, and every pod template inside of another resource, are mostly the same. */

/** Shorter parts cost more as a reference. */
const worthSharing = 120;

export class SharedSchemas {
  #ids = new Map();
  #parts = [];

  /** Adds a schema whose parts are objects without cycles; returns what stands for it. */
  add(schema) {
    return this.#intern(schema);
  }

  #intern(value) {
    if (Array.isArray(value)) return value.map((item) => this.#intern(item));
    if (typeof value !== 'object' || value === null) return value;
    const made = Object.fromEntries(
      Object.keys(value)
        .sort()
        .map((key) => [key, this.#intern(value[key])]),
    );
    const text = JSON.stringify(made);
    if (typeof value.type !== 'string' && !Array.isArray(value.type)) return made;
    if (text.length < worthSharing) return made;
    let id = this.#ids.get(text);
    if (id === undefined) {
      id = this.#parts.length;
      this.#ids.set(text, id);
      this.#parts.push({ made, uses: 0 });
    }
    this.#parts[id].uses += 1;
    return { $ref: `#/definitions/${id}` };
  }

  /** The pool, parts that are used once put back where they are used, and `roots` with their references. */
  finish(roots) {
    const numbers = new Map();
    const parts = [];
    const place = (value) => {
      if (Array.isArray(value)) return value.map(place);
      if (typeof value !== 'object' || value === null) return value;
      if (typeof value.$ref !== 'string')
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, place(item)]));
      const id = Number(value.$ref.slice('#/definitions/'.length));
      const { made, uses } = this.#parts[id];
      if (uses === 1) return place(made);
      if (!numbers.has(id)) {
        numbers.set(id, parts.length);
        parts.push(null);
        parts[numbers.get(id)] = place(made);
      }
      return { $ref: `#/definitions/${numbers.get(id)}` };
    };
    return { roots: place(roots), parts };
  }
}
