/** Something that can carry what was found out about it. */
export interface Remembering {
  readonly memory: Record<symbol, unknown>;
}

/**
 * A function that finds something out about a node once and remembers it with the node. Weak maps would do the same, but
 * thousands of their entries keep the garbage collector busy.
 */
export function perNode<N extends Remembering, T>(read: (node: N) => T): (node: N) => T {
  const slot = Symbol('fact');
  return (node) => {
    if (slot in node.memory) return node.memory[slot] as T;
    const fact = read(node);
    node.memory[slot] = fact;
    return fact;
  };
}
