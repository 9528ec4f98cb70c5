// Every shortcut, drawn from the action registry and searchable (F68).
import { Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { type ActionGroup, actions, keyText } from '../../actions';
import { Keys } from '../../ui/Keys';
import type { PageAction } from './page-actions';
import classes from './ShortcutsDialog.module.css';

const GROUPS: Record<ActionGroup, string> = {
  tools: 'Tools',
  edit: 'Editing',
  labels: 'Labels',
  view: 'View',
  issues: 'Issues',
  general: 'General',
};

interface Entry {
  id: string;
  label: string;
  group: ActionGroup;
  keys: readonly string[];
}

interface Props {
  pageActions: readonly PageAction[];
  opened: boolean;
  onClose: () => void;
}

export function ShortcutsDialog({ pageActions, opened, onClose }: Props) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const all: Entry[] = [...actions, ...pageActions].filter((each) => each.keys.length > 0);
  const shown = all.filter(
    (each) =>
      each.label.toLowerCase().includes(wanted) || each.keys.some((key) => keyText(key).toLowerCase() === wanted),
  );
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keyboard shortcuts"
      size={720}
      onExitTransitionEnd={() => setSearch('')}
    >
      <TextInput
        data-autofocus
        aria-label="Search shortcuts"
        placeholder="Search by name or key"
        leftSection={<IconSearch size={14} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <div className={classes.groups}>
        {(Object.keys(GROUPS) as ActionGroup[]).map((group) => {
          const entries = shown.filter((each) => each.group === group);
          if (entries.length === 0) return null;
          return (
            <section key={group} className={classes.group}>
              <h3 className={classes.heading}>{GROUPS[group]}</h3>
              <dl className={classes.list}>
                {entries.map((entry) => (
                  <div key={entry.id} className={classes.entry}>
                    <dt>{entry.label}</dt>
                    <dd>
                      {entry.keys.map((key, index) => (
                        <span key={key}>
                          {index > 0 && <span className="dim"> or </span>}
                          <Keys keys={keyText(key)} />
                        </span>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
        {shown.length === 0 && <p className="dim">No command or key by that name.</p>}
      </div>
    </Modal>
  );
}
