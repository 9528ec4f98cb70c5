// The options of a choice attribute, each with its nested attributes.
import { Button, TextInput, Tooltip } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { MAX_NAME_CHARS } from '../../protocol/limits';
import { AttributeList } from './AttributeList';
import classes from './AttributeList.module.css';
import { problemAt } from './check';
import type { DraftAttribute, DraftOption } from './draft';
import { addOption, moveOption, removeOption, renameOption } from './edit-attributes';
import { handleAltArrow, MoveButtons } from './MoveButtons';
import type { OntologyEditorState } from './use-ontology-editor';

export function OptionList({ editing, value }: { editing: OntologyEditorState; value: DraftAttribute }) {
  const [fresh, setFresh] = useState<number | null>(null);
  const add = () => {
    const made = addOption(editing.draft, value.key);
    editing.apply(made.draft);
    setFresh(made.key);
  };
  return (
    <ul className={classes.options} aria-label={`Options of ${value.name || 'the new attribute'}`}>
      {value.options.map((option, index) => (
        <Option
          key={option.key}
          editing={editing}
          value={option}
          fixed={editing.fixed.options.has(`${value.id}/${option.id}`)}
          place={index + 1}
          last={index === value.options.length - 1}
          fresh={fresh === option.key}
          onNext={add}
        />
      ))}
      <li>
        <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={12} />} onClick={add}>
          Add an option
        </Button>
      </li>
    </ul>
  );
}

interface OptionProps {
  editing: OntologyEditorState;
  value: DraftOption;
  fixed: boolean;
  /** The position in the list, from 1. */
  place: number;
  last: boolean;
  fresh: boolean;
  onNext: () => void;
}

function Option({ editing, value, fixed, place, last, fresh, onNext }: OptionProps) {
  const { draft, problems } = editing;
  const { key } = value;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (fresh) field.current?.focus();
  }, [fresh]);
  const name = value.name || `option ${place}`;
  const move = (step: -1 | 1) => editing.apply(moveOption(draft, key, step));
  return (
    <li className={classes.option}>
      <div className={classes.line}>
        <Tooltip label={`Id: ${value.id}${fixed ? ', used by labels' : ''}`} position="top-start">
          <TextInput
            ref={field}
            className={classes.name}
            aria-label={`Option ${place}`}
            placeholder={`Option ${place}`}
            maxLength={MAX_NAME_CHARS}
            value={value.name}
            error={
              (!fresh || value.name !== '' ? problemAt(problems, key, 'name') : undefined) ??
              problemAt(problems, key, 'id')
            }
            onChange={(event) =>
              editing.apply(renameOption(draft, key, event.currentTarget.value, fixed), `name ${key}`)
            }
            onKeyDown={(event) => {
              handleAltArrow(event, move);
              // Enter in the last option adds the next one, so that no mouse is needed.
              if (event.key === 'Enter' && last && value.name.trim() !== '') {
                event.preventDefault();
                onNext();
              }
            }}
          />
        </Tooltip>
        <MoveButtons
          name={name}
          first={place === 1}
          last={last}
          onMove={move}
          onRemove={() => editing.apply(removeOption(draft, key))}
        />
      </div>
      <div className={classes.nested}>
        <AttributeList editing={editing} owner={key} of={name} value={value.attributes} nested />
      </div>
    </li>
  );
}
