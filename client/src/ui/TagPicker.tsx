// The task's issue tags: as chips on an issue, and to choose from.
import { UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { MAX_TAGS_PER_ISSUE } from '../protocol/limits';
import type { IssueTag } from '../protocol/types';
import { Keys } from './Keys';
import classes from './TagPicker.module.css';

/** Shows the tags that the task still has. */
export function TagChips({ tags, ids }: { tags: readonly IssueTag[]; ids: readonly string[] | undefined }) {
  const shown = tags.filter((tag) => ids?.includes(tag.id));
  if (shown.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label="Tags">
      {shown.map((tag) => (
        <li key={tag.id} className={classes.chip}>
          <span className={classes.dot} style={{ backgroundColor: tag.color }} />
          <bdi>{tag.name}</bdi>
        </li>
      ))}
    </ul>
  );
}

interface Props {
  tags: readonly IssueTag[];
  value: readonly string[];
  onChange: (ids: readonly string[]) => void;
  /** Shows the key of each tag that has one. */
  showKeys?: boolean;
}

/** Renders nothing if the task has no tags. */
export function TagPicker({ tags, value, onChange, showKeys = false }: Props) {
  if (tags.length === 0) return null;
  const full = value.length >= MAX_TAGS_PER_ISSUE;
  return (
    <fieldset className={classes.picker}>
      <legend className={classes.legend}>Tags</legend>
      <div className={classes.chips}>
        {tags.map((tag, index) => {
          const on = value.includes(tag.id);
          return (
            <UnstyledButton
              key={tag.id}
              className={classes.chip}
              aria-pressed={on}
              disabled={full && !on}
              onClick={() => onChange(on ? value.filter((id) => id !== tag.id) : [...value, tag.id])}
            >
              {on ? (
                <IconCheck size={11} stroke={3} className={classes.check} aria-hidden />
              ) : (
                <span className={classes.dot} style={{ backgroundColor: tag.color }} />
              )}
              <bdi>{tag.name}</bdi>
              {showKeys && index < 9 && <Keys keys={`⇧${index + 1}`} />}
            </UnstyledButton>
          );
        })}
      </div>
    </fieldset>
  );
}
