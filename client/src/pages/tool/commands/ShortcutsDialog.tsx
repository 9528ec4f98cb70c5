// All commands with their keys: searchable, with keys that each person can change (F68) and keep (F69).
import { Button, Modal, TextInput } from '@mantine/core';
import { IconRestore, IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import {
  type ActionGroup,
  addKey,
  browserUse,
  type Command,
  commands,
  effectiveKeys,
  isRebound,
  type KeyChanges,
  keyText,
  ownersOf,
  removeKey,
  replaceKey,
  resetKeys,
} from '../../../actions';
import { type KeyTarget, type PendingChange, ShortcutRow } from './ShortcutRow';
import classes from './ShortcutsDialog.module.css';
import { useKeyChanges } from './use-key-changes';

const GROUPS: Record<ActionGroup, string> = {
  tools: 'Tools',
  review: 'Review',
  edit: 'Editing',
  labels: 'Labels',
  view: 'View',
  issues: 'Issues',
  general: 'General',
};

interface Props {
  opened: boolean;
  onClose: () => void;
}

export function ShortcutsDialog({ opened, onClose }: Props) {
  const [search, setSearch] = useState('');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keyboard shortcuts"
      size={680}
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
      <ShortcutList query={search.trim().toLowerCase()} />
    </Modal>
  );
}

function ShortcutList({ query }: { query: string }) {
  const { changes, change } = useKeyChanges();
  const [capturing, setCapturing] = useState<{ id: string; place: KeyTarget } | null>(null);
  const [pendingChange, setPendingChange] = useState<{ id: string; pending: PendingChange } | null>(null);
  /** The last change as text, and the state before it. */
  const [lastChange, setLastChange] = useState<{ text: string; before: KeyChanges } | null>(null);
  const inForce = useMemo(() => effectiveKeys(commands, changes), [changes]);
  const keysOf = (id: string): readonly string[] => inForce.get(id) ?? [];

  const shown = commands.filter(
    (each) =>
      each.label.toLowerCase().includes(query) || keysOf(each.id).some((key) => keyText(key).toLowerCase() === query),
  );
  const changedOnes = commands.filter((each) => isRebound(commands, changes, each));

  const apply = (next: KeyChanges, text: string) => {
    setCapturing(null);
    setPendingChange(null);
    setLastChange({ text, before: changes });
    change(next);
  };
  const bind = (command: Command, place: KeyTarget, key: string) =>
    apply(
      'replace' in place
        ? replaceKey(commands, changes, command, place.replace, key)
        : addKey(commands, changes, command, key),
      `${keyText(key)} is now the shortcut for: ${command.label}.`,
    );
  const reset = (command: Command) =>
    apply(resetKeys(commands, changes, command), `Shortcut reset to default: ${command.label}.`);

  const onKey = (command: Command, place: KeyTarget, key: string) => {
    setCapturing(null);
    const has = keysOf(command.id).includes(key);
    if (has) return;
    const owners = ownersOf(commands, changes, command, [key]);
    if (owners.length === 0 && browserUse(key) === null) bind(command, place, key);
    else setPendingChange({ id: command.id, pending: { place, keys: [key], owners } });
  };
  const onReset = (command: Command) => {
    const owners = ownersOf(commands, changes, command, command.keys);
    if (owners.length === 0) reset(command);
    else setPendingChange({ id: command.id, pending: { place: null, keys: command.keys, owners } });
  };
  const onAnswer = (command: Command, { place, keys: [key] }: PendingChange, go: boolean) => {
    if (!go) setPendingChange(null);
    else if (place === null) reset(command);
    else if (key !== undefined) bind(command, place, key);
  };

  return (
    <>
      <div className={classes.groups}>
        {(Object.keys(GROUPS) as ActionGroup[]).map((group) => {
          const entries = shown.filter((each) => each.group === group);
          if (entries.length === 0) return null;
          return (
            <section key={group} aria-label={GROUPS[group]}>
              <h3 className={classes.heading}>{GROUPS[group]}</h3>
              {entries.map((command) => {
                const pending = pendingChange?.id === command.id ? pendingChange.pending : null;
                return (
                  <ShortcutRow
                    key={command.id}
                    command={command}
                    keys={keysOf(command.id)}
                    differs={changedOnes.includes(command)}
                    capturing={capturing?.id === command.id ? capturing.place : null}
                    pending={pending}
                    onCapture={(place) => {
                      if (place !== null) setPendingChange(null);
                      setCapturing(place && { id: command.id, place });
                    }}
                    onKey={(place, key) => onKey(command, place, key)}
                    onRemove={(key) =>
                      apply(
                        removeKey(commands, changes, command, key),
                        `Removed ${keyText(key)} from: ${command.label}.`,
                      )
                    }
                    onReset={() => onReset(command)}
                    onAnswer={(go) => pending && onAnswer(command, pending, go)}
                  />
                );
              })}
            </section>
          );
        })}
        {shown.length === 0 && <p className="dim">No matching commands or keys.</p>}
      </div>
      <footer className={classes.foot}>
        <span role="status" className={classes.done}>
          {lastChange?.text ?? 'Click a key to change it. Shortcuts are saved to your account.'}
        </span>
        {lastChange && (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => {
              change(lastChange.before);
              setLastChange(null);
            }}
          >
            Undo
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconRestore size={14} />}
          disabled={changedOnes.length === 0}
          onClick={() => apply({}, 'All shortcuts reset to default.')}
        >
          {changedOnes.length === 0 ? 'Reset all' : `Reset all (${changedOnes.length})`}
        </Button>
      </footer>
    </>
  );
}
