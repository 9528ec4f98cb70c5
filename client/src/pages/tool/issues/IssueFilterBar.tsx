// Filters the issues in the pane: open, resolved or all; by text, kind, tag and person.
import { ActionIcon, Indicator, Menu, SegmentedControl, TextInput } from '@mantine/core';
import { IconCheck, IconFilter, IconSearch } from '@tabler/icons-react';
import type { IssuesState } from '../../../editor/state';
import type { IssueFilter } from '../../../kernels/issue-filter';
import type { IssueKind, IssueState, IssueTag } from '../../../protocol/types';
import { MenuChoice } from '../../../ui/MenuChoice';
import classes from './IssueFilterBar.module.css';
import { KIND_LABEL } from './issue-text';

interface Props {
  issues: IssuesState;
  tags: readonly IssueTag[];
  filter: IssueFilter;
  onChange: (filter: IssueFilter) => void;
}

const WHO = [
  { value: null, label: 'Anyone' },
  { value: 'mine', label: 'Opened by me' },
  { value: 'mentions', label: 'Mentions me' },
] as const;

export function IssueFilterBar({ issues, tags, filter, onChange }: Props) {
  const total = issues.all.length;
  const kinds = (Object.keys(KIND_LABEL) as IssueKind[]).filter(
    (kind) => kind === filter.kind || issues.all.some((issue) => issue.kind === kind),
  );
  const narrowed = [filter.kind, filter.tag, filter.who].filter((each) => each !== null).length;
  return (
    <div className={classes.bar}>
      <SegmentedControl
        fullWidth
        aria-label="Which issues"
        value={filter.state ?? 'all'}
        onChange={(value) => onChange({ ...filter, state: value === 'all' ? null : (value as IssueState) })}
        data={[
          { value: 'open', label: `Open ${issues.open}` },
          { value: 'resolved', label: `Resolved ${total - issues.open}` },
          { value: 'all', label: `All ${total}` },
        ]}
      />
      <div className={classes.line}>
        <TextInput
          flex={1}
          aria-label="Search issues"
          placeholder="Search"
          leftSection={<IconSearch size={14} />}
          value={filter.text}
          onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            onChange({ ...filter, text: '' });
            event.currentTarget.blur();
          }}
        />
        <Menu position="bottom-end" width={220} closeOnItemClick={false}>
          <Indicator label={narrowed} size={14} offset={4} disabled={narrowed === 0} color="accent">
            <Menu.Target>
              <ActionIcon
                size={30}
                variant={narrowed > 0 ? 'light' : 'default'}
                color={narrowed > 0 ? 'accent' : 'gray'}
                title="Filter by kind, tag or person"
                aria-label={narrowed === 0 ? 'Filter issues' : `Filter issues, ${narrowed} set`}
              >
                <IconFilter size={15} stroke={1.8} />
              </ActionIcon>
            </Menu.Target>
          </Indicator>
          <Menu.Dropdown>
            <Menu.Label>Kind</Menu.Label>
            <Choice on={filter.kind === null} label="Any kind" onPick={() => onChange({ ...filter, kind: null })} />
            {kinds.map((kind) => (
              <Choice
                key={kind}
                on={filter.kind === kind}
                label={KIND_LABEL[kind]}
                onPick={() => onChange({ ...filter, kind })}
              />
            ))}
            {tags.length > 0 && (
              <>
                <Menu.Divider />
                <Menu.Label>Tag</Menu.Label>
                <Choice on={filter.tag === null} label="Any tag" onPick={() => onChange({ ...filter, tag: null })} />
                {tags.map((tag) => (
                  <Choice
                    key={tag.id}
                    on={filter.tag === tag.id}
                    label={tag.name}
                    onPick={() => onChange({ ...filter, tag: tag.id })}
                  />
                ))}
              </>
            )}
            <Menu.Divider />
            <Menu.Label>Person</Menu.Label>
            {WHO.map(({ value, label }) => (
              <Choice
                key={label}
                on={filter.who === value}
                label={label}
                onPick={() => onChange({ ...filter, who: value })}
              />
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  );
}

function Choice({ on, label, onPick }: { on: boolean; label: string; onPick: () => void }) {
  return (
    <MenuChoice kind="radio" checked={on} rightSection={on && <IconCheck size={14} stroke={2.4} />} onClick={onPick}>
      {label}
    </MenuChoice>
  );
}
