// The ontology editor: the classes on the left, the selected one on the right, with undo and with import from and export to
// files.
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconTags } from '@tabler/icons-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { Keys } from '../../ui/Keys';
import { EmptyState } from '../../ui/States';
import { ClassForm } from './ClassForm';
import { ClassList } from './ClassList';
import { tooMany } from './check';
import { addClass, removeClass } from './edit-classes';
import classes from './OntologyEditor.module.css';
import { OntologyFile } from './OntologyFile';
import type { OntologyEditorState } from './use-ontology-editor';

export function OntologyEditor({ editing }: { editing: OntologyEditorState }) {
  const { draft } = editing;
  const [chosen, setChosen] = useState<number | null>(null);
  /** The class that was just added, whose name gets the focus. */
  const [fresh, setFresh] = useState<number | null>(null);
  const at = draft.classes.find(({ key }) => key === chosen) ?? draft.classes[0];

  const choose = (key: number) => {
    setFresh(null);
    setChosen(key);
  };
  const made = (key: number) => {
    setFresh(key);
    setChosen(key);
  };
  const onAdd = () => {
    const { draft: next, key } = addClass(draft);
    editing.apply(next);
    made(key);
  };
  const list = useRef<HTMLDivElement>(null);
  /** Selects the next class, or the previous one, and focuses its row, because the focus would be lost with the form. */
  const onRemove = (key: number) => {
    const place = draft.classes.findIndex((each) => each.key === key);
    const next = draft.classes[place + 1] ?? draft.classes[place - 1];
    if (next) choose(next.key);
    const target = next ? `[data-class="${next.key}"]` : '[data-add]';
    list.current?.querySelector<HTMLElement>(target)?.focus();
    editing.apply(removeClass(draft, key));
  };
  // Replaces the browser's undo, which works only within one field.
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === 'z' && !event.shiftKey) editing.undo();
    else if (key === 'y' || (key === 'z' && event.shiftKey)) editing.redo();
    else return;
    event.preventDefault();
  };
  const problem = tooMany(draft);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it handles the keys of the fields inside it
    <div className={classes.editor} onKeyDown={onKeyDown} onBlur={editing.seal}>
      <div ref={list} className={classes.side}>
        <div className={classes.tools}>
          <Tooltip
            label={
              <>
                Undo <Keys keys="Ctrl+Z" />
              </>
            }
          >
            <ActionIcon aria-label="Undo" disabled={!editing.canUndo} onClick={editing.undo}>
              <IconArrowBackUp size={16} stroke={1.8} />
            </ActionIcon>
          </Tooltip>
          <Tooltip
            label={
              <>
                Redo <Keys keys="Ctrl+Shift+Z" />
              </>
            }
          >
            <ActionIcon aria-label="Redo" disabled={!editing.canRedo} onClick={editing.redo}>
              <IconArrowForwardUp size={16} stroke={1.8} />
            </ActionIcon>
          </Tooltip>
          <OntologyFile editing={editing} />
        </div>
        <ClassList editing={editing} chosen={at?.key ?? null} onChoose={choose} onMade={made} onAdd={onAdd} />
        {problem && (
          <p className={classes.problem} role="alert">
            {problem}
          </p>
        )}
      </div>
      {at ? (
        <ClassForm
          key={at.key}
          editing={editing}
          value={at}
          fresh={fresh === at.key}
          onMade={made}
          onRemove={() => onRemove(at.key)}
        />
      ) : (
        <EmptyState icon={<IconTags size={26} stroke={1.6} />} title="No classes yet">
          A class is a kind of thing to label, such as a car or a person. Add the first one, or import an ontology.
        </EmptyState>
      )}
    </div>
  );
}
