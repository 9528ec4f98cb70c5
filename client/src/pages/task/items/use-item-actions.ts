// The actions on items of the list: which menu or dialog is open, and for which items.
import { useCallback, useMemo, useState } from 'react';
import type { BulkKind, Item, ItemFilter } from '../../../protocol/types';
import type { BulkRequest } from '../bulk/BulkForm';
import type { ItemAction, MenuAt } from './ItemMenu';
import { type Selection, toBulkSelection } from './selection';

export type OpenDialog =
  | { readonly kind: 'item'; readonly action: Exclude<ItemAction, 'assign'>; readonly item: Item }
  | { readonly kind: 'bulk'; readonly request: BulkRequest }
  | { readonly kind: 'draw' };

export function useItemActions() {
  const [menu, setMenu] = useState<MenuAt | null>(null);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);

  const openMenu = useCallback((item: Item, from: HTMLElement | null, at?: { x: number; y: number }) => {
    const box = from?.getBoundingClientRect();
    setMenu({ item, from, x: at?.x ?? box?.right ?? 0, y: at?.y ?? box?.bottom ?? 0 });
  }, []);
  const close = useCallback(() => setDialog(null), []);
  const unlock = useCallback((item: Item) => setDialog({ kind: 'item', action: 'unlock', item }), []);
  const draw = useCallback(() => setDialog({ kind: 'draw' }), []);
  const act = useCallback((action: ItemAction, item: Item) => {
    setDialog(
      action === 'assign'
        ? { kind: 'bulk', request: { kind: 'assign', selection: { items: [item.id] } } }
        : { kind: 'item', action, item },
    );
  }, []);
  const actOn = useCallback((kind: BulkKind, selection: Selection, filter: ItemFilter) => {
    setDialog({ kind: 'bulk', request: { kind, selection: toBulkSelection(selection, filter) } });
  }, []);
  /** Opens the dialog that unlocks everything one person has open. */
  const unlockAllOf = useCallback((person: string) => {
    setDialog({ kind: 'bulk', request: { kind: 'unlock', selection: { filter: { locked_by: person } } } });
  }, []);
  const closeMenu = useCallback(() => setMenu(null), []);

  return useMemo(
    () => ({ menu, dialog, openMenu, closeMenu, close, unlock, draw, act, actOn, unlockAllOf }),
    [menu, dialog, openMenu, closeMenu, close, unlock, draw, act, actOn, unlockAllOf],
  );
}

export type Actions = ReturnType<typeof useItemActions>;
