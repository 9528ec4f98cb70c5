// Keeps the open editor's settings and the person's stored settings (F69) in sync, in both directions.
import { useEffect, useRef } from 'react';
import type { Editor } from '../../editor/editor';
import { type EditorSettings, readEditorSettings } from '../../editor/settings';
import { useSetting } from '../queries/settings';

interface StoredSettings extends EditorSettings {
  readonly showClassNames: boolean;
}

const EMPTY: Readonly<Record<string, unknown>> = {};

function readRecord(stored: unknown): Readonly<Record<string, unknown>> {
  return stored !== null && typeof stored === 'object' && !Array.isArray(stored)
    ? (stored as Record<string, unknown>)
    : EMPTY;
}

function currentSettings(editor: Editor): StoredSettings {
  return { ...editor.settings.get(), showClassNames: editor.view.get().showClassNames };
}

export function useEditorSettings(editor: Editor): void {
  const [stored, save] = useSetting('editor', readRecord);
  const last = useRef({ stored, save });

  useEffect(() => {
    last.current = { stored, save };
    editor.changeSettings(readEditorSettings(stored));
    const { showClassNames } = stored;
    if (typeof showClassNames === 'boolean') editor.changeView({ showClassNames });
  }, [editor, stored, save]);

  useEffect(() => {
    let before = currentSettings(editor);
    const onChange = () => {
      const now = currentSettings(editor);
      const changed = (Object.keys(now) as (keyof StoredSettings)[]).filter((key) => now[key] !== before[key]);
      before = now;
      const kept: Partial<StoredSettings> = { ...last.current.stored, ...readEditorSettings(last.current.stored) };
      // Values that came from the store are not written back.
      if (changed.every((key) => kept[key] === now[key])) return;
      // Keep what another version of the client stored here.
      last.current.save({ ...last.current.stored, ...now });
    };
    const ends = [editor.settings.subscribe(onChange), editor.view.subscribe(onChange)];
    return () => {
      for (const end of ends) end();
    };
  }, [editor]);
}
