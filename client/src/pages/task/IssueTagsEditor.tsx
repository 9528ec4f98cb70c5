// Edits the issue tags of a task: add, rename, recolour, reorder and remove.
import { ActionIcon, Button, Menu, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { MAX_ISSUE_TAGS, MAX_TAG_CHARS } from '../../protocol/limits';
import type { IssueTag } from '../../protocol/types';
import { MenuChoice } from '../../ui/MenuChoice';
import { TagChips } from '../../ui/TagPicker';
import { TAG_COLORS } from '../ontology/palette';
import classes from './IssueTagsEditor.module.css';
import { addTag, changeTag, hasName, moveTag } from './tag-list';

interface Props {
  tags: readonly IssueTag[];
  may: boolean;
  onChange: (tags: readonly IssueTag[]) => void;
}

const NAME_TAKEN = 'A tag with this name already exists';

export function IssueTagsEditor({ tags, may, onChange }: Props) {
  return (
    <div className={classes.editor}>
      <b>Issue tags</b>
      <p className={classes.why}>
        Tags to sort issues by.{' '}
        {may && 'Removing a tag hides it on the issues that have it. Adding one with the same name shows it again.'}
      </p>
      {may ? (
        <>
          <ul className={classes.list} aria-label="Issue tags">
            {tags.map((tag, index) => (
              <TagRow
                key={tag.id}
                tag={tag}
                tags={tags}
                first={index === 0}
                last={index === tags.length - 1}
                onChange={onChange}
              />
            ))}
          </ul>
          {tags.length < MAX_ISSUE_TAGS ? (
            <NewTag tags={tags} onChange={onChange} />
          ) : (
            <p className={classes.why}>A task has at most {MAX_ISSUE_TAGS} tags.</p>
          )}
        </>
      ) : tags.length === 0 ? (
        <p className={classes.why}>No tags yet.</p>
      ) : (
        <TagChips tags={tags} ids={tags.map((tag) => tag.id)} />
      )}
    </div>
  );
}

interface RowProps {
  tag: IssueTag;
  tags: readonly IssueTag[];
  first: boolean;
  last: boolean;
  onChange: (tags: readonly IssueTag[]) => void;
}

function TagRow({ tag, tags, first, last, onChange }: RowProps) {
  const [name, setName] = useState(tag.name);
  useEffect(() => setName(tag.name), [tag.name]);
  const taken = hasName(tags, name, tag.id);
  const rename = () => {
    if (name.trim() === '' || taken) setName(tag.name);
    else if (name.trim() !== tag.name) onChange(changeTag(tags, tag.id, { name: name.trim() }));
  };
  const color = TAG_COLORS.find((each) => each.value === tag.color)?.name ?? tag.color;
  return (
    <li className={classes.row}>
      <Menu position="bottom-start" width={150}>
        <Menu.Target>
          <UnstyledButton className={classes.color} aria-label={`Colour of ${tag.name}: ${color}`}>
            <span className={classes.dot} style={{ backgroundColor: tag.color }} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {TAG_COLORS.map((each) => (
            <MenuChoice
              key={each.value}
              kind="radio"
              checked={each.value === tag.color}
              leftSection={<span className={classes.dot} style={{ backgroundColor: each.value }} />}
              onClick={() => onChange(changeTag(tags, tag.id, { color: each.value }))}
            >
              {each.name}
            </MenuChoice>
          ))}
        </Menu.Dropdown>
      </Menu>
      <TextInput
        className={classes.name}
        aria-label={`Name of the tag ${tag.name}`}
        maxLength={MAX_TAG_CHARS}
        value={name}
        error={taken && NAME_TAKEN}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={rename}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setName(tag.name);
        }}
      />
      <Tooltip label="Move up">
        <ActionIcon
          aria-label={`Move ${tag.name} up`}
          disabled={first}
          onClick={() => onChange(moveTag(tags, tag.id, -1))}
        >
          <IconArrowUp size={15} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Move down">
        <ActionIcon
          aria-label={`Move ${tag.name} down`}
          disabled={last}
          onClick={() => onChange(moveTag(tags, tag.id, 1))}
        >
          <IconArrowDown size={15} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Remove">
        <ActionIcon
          aria-label={`Remove the tag ${tag.name}`}
          onClick={() => onChange(tags.filter((each) => each.id !== tag.id))}
        >
          <IconTrash size={15} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

function NewTag({ tags, onChange }: Omit<RowProps, 'tag' | 'first' | 'last'>) {
  const [name, setName] = useState('');
  const taken = hasName(tags, name);
  return (
    <form
      className={classes.add}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '' || taken) return;
        onChange(addTag(tags, name));
        setName('');
      }}
    >
      <TextInput
        className={classes.name}
        aria-label="Name of a new tag"
        placeholder="New tag, such as “Blurry” or “Wrong class”"
        maxLength={MAX_TAG_CHARS}
        value={name}
        error={name.trim() !== '' && taken && NAME_TAKEN}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button
        type="submit"
        variant="default"
        leftSection={<IconPlus size={14} />}
        disabled={name.trim() === '' || taken}
      >
        Add
      </Button>
    </form>
  );
}
