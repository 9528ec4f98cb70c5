// The attributes of a class, or of an option once it is chosen. Options can have attributes, and those options in turn.
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { AttributeFields } from './AttributeFields';
import classes from './AttributeList.module.css';
import type { DraftAttribute } from './draft';
import { addAttribute } from './edit-attributes';
import type { OntologyEditorState } from './use-ontology-editor';

interface Props {
  editing: OntologyEditorState;
  /** The key of the class or option that they belong to. */
  owner: number;
  /** The name of the class or option. */
  of: string;
  value: readonly DraftAttribute[];
  nested?: boolean;
}

export function AttributeList({ editing, owner, of, value, nested = false }: Props) {
  const [fresh, setFresh] = useState<number | null>(null);
  return (
    <div className={classes.part}>
      {value.length > 0 && (
        <ul className={classes.list} aria-label={`Attributes of ${of}`}>
          {value.map((attribute, index) => (
            <AttributeFields
              key={attribute.key}
              editing={editing}
              value={attribute}
              first={index === 0}
              last={index === value.length - 1}
              fresh={fresh === attribute.key}
              onMade={setFresh}
            />
          ))}
        </ul>
      )}
      <div>
        <Button
          variant={nested ? 'subtle' : 'default'}
          size={nested ? 'compact-xs' : 'xs'}
          leftSection={<IconPlus size={nested ? 12 : 14} />}
          aria-label={nested ? `Add a nested attribute to ${of}` : undefined}
          onClick={() => {
            const made = addAttribute(editing.draft, owner);
            editing.apply(made.draft);
            setFresh(made.key);
          }}
        >
          {nested ? 'Add a nested attribute' : 'Add an attribute'}
        </Button>
      </div>
    </div>
  );
}
