// The form of one class: its name, id, colour, shapes and attributes.
import { ActionIcon, Checkbox, TextInput, Tooltip } from '@mantine/core';
import { IconCopy, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { MAX_NAME_CHARS } from '../../protocol/limits';
import { AttributeList } from './AttributeList';
import classes from './ClassForm.module.css';
import { ColorField } from './ColorField';
import { problemAt } from './check';
import type { DraftClass } from './draft';
import { changeClass, duplicateClass, renameClass } from './edit-classes';
import { ShapesField } from './ShapesField';
import { SkeletonFields } from './SkeletonFields';
import type { OntologyEditorState } from './use-ontology-editor';

interface Props {
  editing: OntologyEditorState;
  value: DraftClass;
  /** Whether the class was just added, so that its name gets the focus. */
  fresh: boolean;
  onMade: (key: number) => void;
  onRemove: () => void;
}

export function ClassForm({ editing, value, fresh, onMade, onRemove }: Props) {
  const { draft, problems, fixed } = editing;
  const { key } = value;
  const name = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (fresh) name.current?.focus();
  }, [fresh]);
  const change = (next: Partial<DraftClass>, tag?: string) => editing.apply(changeClass(draft, key, next), tag);
  const idFixed = fixed.classes.has(value.id);
  const wrong = (field: Parameters<typeof problemAt>[2]) => problemAt(problems, key, field);

  return (
    <section className={classes.form} aria-label={`Class ${value.name}`}>
      <header className={classes.head}>
        <h3 className={`${classes.title} truncate`}>{value.name || 'New class'}</h3>
        <Tooltip label="Duplicate">
          <ActionIcon
            aria-label={`Duplicate the class ${value.name}`}
            onClick={() => {
              const copy = duplicateClass(draft, key);
              editing.apply(copy.draft);
              onMade(copy.key);
            }}
          >
            <IconCopy size={15} stroke={1.8} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Remove">
          <ActionIcon aria-label={`Remove the class ${value.name}`} onClick={onRemove}>
            <IconTrash size={15} stroke={1.8} />
          </ActionIcon>
        </Tooltip>
      </header>
      <div className={classes.pair}>
        <TextInput
          ref={name}
          label="Name"
          maxLength={MAX_NAME_CHARS}
          value={value.name}
          error={!fresh || value.name !== '' ? wrong('name') : undefined}
          onChange={(event) =>
            editing.apply(renameClass(draft, key, event.currentTarget.value, fixed.classes), `name ${key}`)
          }
        />
        <TextInput
          label="Id"
          description={idFixed ? 'Labels use this id, so it cannot be changed.' : undefined}
          maxLength={MAX_NAME_CHARS}
          readOnly={idFixed}
          value={value.id}
          error={wrong('id')}
          onChange={(event) => change({ id: event.currentTarget.value.trim() }, `id ${key}`)}
        />
        <ColorField
          value={value.color}
          error={wrong('color')}
          onChange={(color) => change({ color }, `color ${key}`)}
        />
        <TextInput
          label="Supercategory"
          placeholder="None"
          maxLength={MAX_NAME_CHARS}
          value={value.supercategory}
          onChange={(event) => change({ supercategory: event.currentTarget.value }, `supercategory ${key}`)}
        />
      </div>
      <ShapesField value={value.shapes} error={wrong('shapes')} onChange={(shapes) => change({ shapes })} />
      <Checkbox
        label="Required: each item needs at least one label of this class"
        checked={value.required}
        onChange={(event) => change({ required: event.currentTarget.checked })}
      />
      {value.shapes.includes('skeleton') && (
        <SkeletonFields
          value={value}
          error={wrong('skeleton')}
          onChange={(skeleton, tag) => change(skeleton, tag === undefined ? undefined : `${tag} ${key}`)}
        />
      )}
      <div className={classes.part}>
        <h4 className={classes.subtitle}>Attributes</h4>
        {wrong('attributes') && <p className={classes.wrong}>{wrong('attributes')}</p>}
        <AttributeList editing={editing} owner={key} value={value.attributes} of={value.name} />
      </div>
    </section>
  );
}
