// Handles the tool page's own keys in the same way as the editor handles its keys.
import { useEffect } from 'react';
import { keymap, keyName } from '../../../actions';
import type { PageAction } from './page-actions';

const TYPING = 'input, textarea, select, [contenteditable="true"], [role="textbox"]';
const LAYERS = '[role="dialog"], [role="menu"], [role="listbox"]';

export function usePageKeys(list: readonly PageAction[]): void {
  useEffect(() => {
    const byId = new Map(list.map((action) => [action.id, action] as const));
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const bound = keymap.get().boundTo(keyName(event));
      const action = bound.map((id) => byId.get(id)).find((each) => each !== undefined);
      if (!action) return;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest(LAYERS)) return;
      // The palette opens from anywhere; other commands ignore keys typed into a field.
      if (target?.closest(TYPING) && action.id !== 'page.palette') return;
      event.preventDefault();
      if (action.enabled) action.run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [list]);
}
