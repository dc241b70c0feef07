import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeValues, type ValueConflict } from '../../../src/kits/merge/merge-values.js';
import { canonical, type Value } from '../../../src/kits/merge/value.js';

const scalar = fc.oneof(
  fc.constantFrom('a', 'b', 'c'),
  fc.integer({ min: 0, max: 3 }),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.constantFrom('name', 'spec', 'image', 'x', '__proto__');
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => new Map<Value, Value>(entries)),
  ),
}));

function merge(base: Value | undefined, ours: Value | undefined, theirs: Value | undefined) {
  const conflicts: ValueConflict[] = [];
  const merged = mergeValues([base, ours, theirs], '', (conflict) => conflicts.push(conflict));
  return { merged: canonical(merged), conflicts };
}

describe('merging values keeps its laws', () => {
  it('base = theirs gives ours; base = ours gives theirs; ours = theirs gives it', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(merge(a, b, a)).toEqual({ merged: canonical(b), conflicts: [] });
        expect(merge(a, a, b)).toEqual({ merged: canonical(b), conflicts: [] });
        expect(merge(a, b, b)).toEqual({ merged: canonical(b), conflicts: [] });
      }),
    );
  });

  it('what was merged, merged again, stays', () => {
    fc.assert(
      fc.property(value, value, value, (base, ours, theirs) => {
        const conflicts: ValueConflict[] = [];
        const merged = mergeValues([base, ours, theirs], '', (conflict) => conflicts.push(conflict));
        fc.pre(conflicts.length === 0);
        expect(merge(theirs, merged, theirs).merged).toBe(canonical(merged));
      }),
    );
  });

  it('both sides meet in a conflict, or in none', () => {
    fc.assert(
      fc.property(value, value, value, (base, ours, theirs) => {
        expect(merge(base, ours, theirs).conflicts.length > 0).toBe(
          merge(base, theirs, ours).conflicts.length > 0,
        );
      }),
    );
  });

  it('edits of different fields both stay', () => {
    const fields = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 2 });
    fc.assert(
      fc.property(fields, scalar, scalar, ([one = '', other = ''], left, right) => {
        const base = new Map<Value, Value>([
          [one, 'was'],
          [other, 'was'],
        ]);
        const [ours, theirs] = [new Map(base).set(one, left), new Map(base).set(other, right)];
        const both = new Map(base).set(one, left).set(other, right);
        expect(merge(base, ours, theirs)).toEqual({ merged: canonical(both), conflicts: [] });
      }),
    );
  });

  it('finds items of a list by their merge key', () => {
    const container = (name: string, image: string): Value =>
      new Map<Value, Value>([
        ['name', name],
        ['image', image],
      ]);
    const base = [container('api', '1'), container('proxy', '1')];
    const ours = [container('own', '1'), container('api', '1'), container('proxy', '2')];
    const theirs = [container('api', '2'), container('proxy', '1'), container('new', '1')];
    const wanted = [
      container('own', '1'),
      container('api', '2'),
      container('proxy', '2'),
      container('new', '1'),
    ];
    expect(merge(base, ours, theirs)).toEqual({ merged: canonical(wanted), conflicts: [] });
    const both = merge(base, [container('api', '3'), container('proxy', '1')], theirs).conflicts;
    expect(both.map(({ where }) => where)).toEqual(['[name=api].image']);
  });

  it('a field that one deletes and the other changes is a conflict', () => {
    expect(merge(new Map([['a', 1]]), new Map(), new Map([['a', 2]])).conflicts).toMatchObject([
      { where: 'a', base: 1, ours: undefined, theirs: 2 },
    ]);
  });
});
