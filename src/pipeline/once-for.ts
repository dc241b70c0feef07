/** Makes something the first time that it is asked for an owner, e.g. a run, and gives the same from then on; it goes with its owner. */
export function onceFor<Owner extends WeakKey, Value extends object>(
  make: () => Value,
): (owner: Owner) => Value {
  const made = new WeakMap<Owner, Value>();
  return (owner) => {
    const value = made.get(owner) ?? make();
    made.set(owner, value);
    return value;
  };
}
