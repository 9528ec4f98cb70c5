// The classes in order. The first nine have number keys, so the order matters. Dragging, or Alt and an arrow key, moves them.
import { Button, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react';
import { type DragEvent, type KeyboardEvent, useState } from 'react';
import { MAX_CLASSES } from '../../protocol/limits';
import { Keys } from '../../ui/Keys';
import { RequiredMark } from '../../ui/RequiredMark';
import type { DraftClass } from './draft';
import { duplicateClass, moveClass } from './edit-classes';
import classes from './OntologyEditor.module.css';
import { isColor } from './palette';
import type { OntologyEditorState } from './use-ontology-editor';

/** How many classes have a number key. */
const KEYED = 9;

interface Props {
  editing: OntologyEditorState;
  chosen: number | null;
  onChoose: (key: number) => void;
  onMade: (key: number) => void;
  onAdd: () => void;
}

interface Over {
  readonly key: number;
  readonly side: 'before' | 'after';
}

export function ClassList({ editing, chosen, onChoose, onMade, onAdd }: Props) {
  const all = editing.draft.classes;
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<Over | null>(null);
  const [said, setSaid] = useState('');

  const move = (each: DraftClass, to: number) => {
    const from = all.indexOf(each);
    const place = Math.max(0, Math.min(all.length - 1, to));
    if (place === from) return;
    editing.apply(moveClass(editing.draft, each.key, place));
    setSaid(`${each.name} is now ${place + 1} of ${all.length}`);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const each = all.find(({ key }) => key === dragged);
    if (each && over) {
      const target = all.findIndex(({ key }) => key === over.key);
      const place = over.side === 'before' ? target : target + 1;
      move(each, all.indexOf(each) < place ? place - 1 : place);
    }
    setDragged(null);
    setOver(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, each: DraftClass, index: number) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && event.altKey) move(each, index + step);
    else if (step !== 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      const next = all[index + step];
      if (next) {
        onChoose(next.key);
        const row = event.currentTarget.closest('ul')?.querySelector<HTMLElement>(`[data-class="${next.key}"]`);
        row?.focus();
      }
    } else if (event.key.toLowerCase() === 'd' && (event.ctrlKey || event.metaKey)) {
      const copy = duplicateClass(editing.draft, each.key);
      editing.apply(copy.draft);
      onMade(copy.key);
    } else return;
    event.preventDefault();
  };

  return (
    <>
      <ul className={classes.list} aria-label="Classes">
        {all.map((each, index) => (
          <li
            key={each.key}
            className={classes.item}
            data-over={over?.key === each.key && dragged !== each.key ? over.side : undefined}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              event.dataTransfer.setData('text/plain', each.name);
              setDragged(each.key);
            }}
            onDragEnd={() => {
              setDragged(null);
              setOver(null);
            }}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              const { top, height } = event.currentTarget.getBoundingClientRect();
              setOver({ key: each.key, side: event.clientY < top + height / 2 ? 'before' : 'after' });
            }}
            onDrop={drop}
          >
            <UnstyledButton
              className={classes.row}
              data-class={each.key}
              aria-current={each.key === chosen || undefined}
              aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
              onClick={() => onChoose(each.key)}
              onKeyDown={(event) => onKeyDown(event, each, index)}
            >
              <span
                className={classes.swatch}
                style={{ backgroundColor: isColor(each.color) ? each.color : 'transparent' }}
              />
              <span className={`${classes.name} truncate`}>
                {each.name || <span className="dim">No name yet</span>}
              </span>
              {each.required && <RequiredMark />}
              {editing.problems.some((problem) => problem.class === each.key) && (
                <IconAlertTriangle size={14} stroke={2} className={classes.bad} role="img" aria-label="Has problems" />
              )}
              {index < KEYED && <Keys keys={String(index + 1)} />}
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <div className={classes.add}>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} />}
          data-add
          disabled={all.length >= MAX_CLASSES}
          onClick={onAdd}
        >
          Add a class
        </Button>
        {all.length > 1 && (
          <p className={classes.hint}>
            The first {KEYED} have number keys. Drag to reorder, or press <Keys keys="Alt+ArrowUp" />{' '}
            <Keys keys="Alt+ArrowDown" />.
          </p>
        )}
      </div>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}
