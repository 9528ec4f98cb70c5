// The form of one attribute: its name, id, kind and flags, and its options or range.
import { ActionIcon, Checkbox, NumberInput, Select, TextInput, Tooltip } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { MAX_NAME_CHARS } from '../../protocol/limits';
import classes from './AttributeList.module.css';
import { problemAt } from './check';
import { type AttributeKind, type DraftAttribute, hasOptions } from './draft';
import {
  changeAttribute,
  duplicateAttribute,
  moveAttribute,
  removeAttribute,
  renameAttribute,
} from './edit-attributes';
import { handleAltArrow, MoveButtons } from './MoveButtons';
import { OptionList } from './OptionList';
import type { OntologyEditorState } from './use-ontology-editor';

const KINDS: readonly { value: AttributeKind; label: string }[] = [
  { value: 'radio', label: 'Single choice' },
  { value: 'checklist', label: 'Multiple choice' },
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
];

interface Props {
  editing: OntologyEditorState;
  value: DraftAttribute;
  first: boolean;
  last: boolean;
  /** Whether the attribute was just added, so that its name gets the focus. */
  fresh: boolean;
  onMade: (key: number) => void;
}

export function AttributeFields({ editing, value, first, last, fresh, onMade }: Props) {
  const { draft, problems, fixed } = editing;
  const { key } = value;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (fresh) field.current?.focus();
  }, [fresh]);
  const name = value.name || 'the new attribute';
  const change = (next: Partial<DraftAttribute>, tag?: string) => editing.apply(changeAttribute(draft, key, next), tag);
  const move = (step: -1 | 1) => editing.apply(moveAttribute(draft, key, step));
  const idFixed = fixed.attributes.has(value.id);
  const range = problemAt(problems, key, 'range');
  const options = problemAt(problems, key, 'options');

  return (
    <li className={classes.attribute}>
      <div className={classes.line}>
        <TextInput
          ref={field}
          className={classes.name}
          aria-label={value.name === '' ? 'Name of the new attribute' : `Name of the attribute ${value.name}`}
          placeholder="Name, such as “Occluded”"
          maxLength={MAX_NAME_CHARS}
          value={value.name}
          error={!fresh || value.name !== '' ? problemAt(problems, key, 'name') : undefined}
          onChange={(event) =>
            editing.apply(renameAttribute(draft, key, event.currentTarget.value, fixed.attributes), `name ${key}`)
          }
          onKeyDown={(event) => handleAltArrow(event, move)}
        />
        <Tooltip label={idFixed ? 'Labels use this id, so it cannot be changed' : 'The id that labels use'}>
          <TextInput
            className={classes.id}
            aria-label={`Id of ${name}`}
            maxLength={MAX_NAME_CHARS}
            readOnly={idFixed}
            value={value.id}
            error={problemAt(problems, key, 'id')}
            onChange={(event) => change({ id: event.currentTarget.value.trim() }, `id ${key}`)}
          />
        </Tooltip>
        <Select
          className={classes.kind}
          aria-label={`Kind of ${name}`}
          allowDeselect={false}
          data={KINDS}
          value={value.kind}
          onChange={(kind) => change({ kind: KINDS.find((each) => each.value === kind)?.value ?? value.kind })}
        />
        <Tooltip label="Duplicate">
          <ActionIcon
            aria-label={`Duplicate ${name}`}
            onClick={() => {
              const copy = duplicateAttribute(draft, key);
              editing.apply(copy.draft);
              onMade(copy.key);
            }}
          >
            <IconCopy size={15} stroke={1.8} />
          </ActionIcon>
        </Tooltip>
        <MoveButtons
          name={name}
          first={first}
          last={last}
          onMove={move}
          onRemove={() => editing.apply(removeAttribute(draft, key))}
        />
      </div>
      <div className={classes.flags}>
        <Checkbox
          label="Required"
          aria-label={`${name} is required`}
          checked={value.required}
          onChange={(event) => change({ required: event.currentTarget.checked })}
        />
        <Checkbox
          label="Can change between frames"
          aria-label={`${name} can change between frames`}
          checked={value.per_frame}
          onChange={(event) => change({ per_frame: event.currentTarget.checked })}
        />
      </div>
      {hasOptions(value.kind) && <OptionList editing={editing} value={value} />}
      {value.kind === 'number' && (
        <div className={classes.range}>
          {(['min', 'max'] as const).map((end) => (
            <NumberInput
              key={end}
              w={110}
              label={end === 'min' ? 'Minimum' : 'Maximum'}
              placeholder="Any"
              value={value[end] ?? ''}
              error={end === 'min' && range !== undefined}
              onChange={(next) => change({ [end]: typeof next === 'number' ? next : null }, `${end} ${key}`)}
            />
          ))}
        </div>
      )}
      {(range ?? options) && <p className={classes.wrong}>{range ?? options}</p>}
    </li>
  );
}
