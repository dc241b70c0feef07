import { conflictError, type KitChanges } from '../actions/kit/change-kits.js';
import { changesDocument, formatChanges } from '../output/kit/format-changes.js';
import { type Outcome } from './acgs-command.js';
import { failed, passed } from './outcomes.js';

/** How `acgs kit add` and `acgs kit update` end: a conflict that nothing was written over is exit 3. */
export async function presentKitChanges(
  flags: { readonly quiet?: boolean },
  changes: KitChanges,
): Promise<Outcome> {
  const document = changesDocument(changes);
  const text = (): string => formatChanges(changes);
  return changes.refused.length === 0
    ? passed(flags, document, text)
    : await failed(flags, conflictError(changes.refused), document, text, 'refused');
}
