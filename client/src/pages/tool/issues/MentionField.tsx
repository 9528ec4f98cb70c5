// A text field that completes names after an @: the arrow keys choose, Enter or Tab inserts, Esc closes the list.
import { Popover, Textarea, type TextareaProps } from '@mantine/core';
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { type MentionQuery, matchPeople, mentionAt } from '../../../kernels/comment-text';
import type { Person } from '../../../protocol/types';
import { PersonAvatar } from '../../../ui/PersonAvatar';
import classes from './MentionField.module.css';

/** Nobody reads a longer list; another letter narrows it. */
const MAX_MATCHES = 8;

interface Props extends Omit<TextareaProps, 'value' | 'onChange' | 'defaultValue'> {
  value: string;
  onChange: (text: string) => void;
  people: readonly Person[];
  onPicked: (person: Person) => void;
}

export function MentionField({ value, onChange, people, onPicked, onKeyDown, onBlur, ...rest }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const [query, setQuery] = useState<MentionQuery | null>(null);
  const [at, setAt] = useState(0);
  /** The index of the @ whose list was closed with Esc. It stays closed while that name is typed. */
  const [closed, setClosed] = useState<number | null>(null);
  /** The caret position to set once the new text is in the field. */
  const caret = useRef<number | null>(null);

  const matches = query === null || query.from === closed ? [] : matchPeople(people, query.query).slice(0, MAX_MATCHES);
  const open = matches.length > 0;
  const chosen = Math.min(at, matches.length - 1);
  const optionId = (index: number) => `${list}-${index}`;

  useLayoutEffect(() => {
    if (caret.current === null) return;
    field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  const read = ({ value: text, selectionStart, selectionEnd }: HTMLTextAreaElement) => {
    const next = selectionStart === selectionEnd ? mentionAt(text, selectionStart) : null;
    if (next?.from !== query?.from) setAt(0);
    if (next?.from !== closed) setClosed(null);
    setQuery(next);
  };

  const insertMention = (person: Person | undefined) => {
    if (query === null || person === undefined) return;
    const name = `@${person.name} `;
    const rest = value.slice(query.from + 1 + query.query.length).replace(/^ /, '');
    caret.current = query.from + name.length;
    onChange(value.slice(0, query.from) + name + rest);
    onPicked(person);
    setQuery(null);
  };

  /** Returns `true` if the list handled the key. */
  const handleListKey = (event: KeyboardEvent): boolean => {
    if (!open || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return false;
    switch (event.key) {
      case 'ArrowDown':
        setAt((chosen + 1) % matches.length);
        return true;
      case 'ArrowUp':
        setAt((chosen - 1 + matches.length) % matches.length);
        return true;
      case 'Enter':
      case 'Tab':
        insertMention(matches[chosen]);
        return true;
      case 'Escape':
        setClosed(query?.from ?? null);
        return true;
      default:
        return false;
    }
  };

  return (
    <Popover
      opened={open}
      position="bottom-start"
      width="target"
      offset={4}
      shadow="md"
      trapFocus={false}
      returnFocus={false}
      withRoles={false}
      closeOnEscape={false}
    >
      <Popover.Target>
        <div>
          <Textarea
            {...rest}
            ref={field}
            value={value}
            aria-autocomplete="list"
            aria-controls={open ? list : undefined}
            aria-activedescendant={open ? optionId(chosen) : undefined}
            // Esc closes the list first, not the dialog around it.
            data-mantine-stop-propagation={open || undefined}
            onChange={(event) => {
              onChange(event.currentTarget.value);
              read(event.currentTarget);
            }}
            onSelect={(event) => read(event.currentTarget)}
            onBlur={(event) => {
              setQuery(null);
              onBlur?.(event);
            }}
            onKeyDown={(event) => {
              if (!handleListKey(event)) {
                onKeyDown?.(event);
                return;
              }
              event.preventDefault();
              event.stopPropagation();
            }}
          />
          <span role="status" className="visually-hidden">
            {open &&
              `${matches.length === 1 ? '1 person' : `${matches.length} people`}. Arrows choose, Enter inserts, Escape closes.`}
          </span>
        </div>
      </Popover.Target>
      <Popover.Dropdown className={classes.list} id={list} role="listbox" aria-label="People to mention">
        {matches.map((person, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
          <div
            key={person.id}
            id={optionId(index)}
            className={classes.option}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            // The field keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onMouseEnter={() => setAt(index)}
            onClick={() => insertMention(person)}
          >
            <PersonAvatar person={person} size={20} tooltip={false} />
            <bdi className="truncate">{person.name}</bdi>
          </div>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
