// One command in the list of shortcuts: its keys, each of which can be replaced or removed, and the warning about a conflict.
import { ActionIcon, Button, Tooltip, UnstyledButton } from '@mantine/core';
import { IconPlus, IconRestore, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { browserUse, type Command, keyText } from '../../../actions';
import { Keys } from '../../../ui/Keys';
import { KeyCapture } from './KeyCapture';
import classes from './ShortcutsDialog.module.css';

/** Where a new key goes: next to the others, or in place of one. */
export type KeyTarget = { readonly add: true } | { readonly replace: string };

/** A change that waits for confirmation. */
export interface PendingChange {
  /** `null` restores the defaults. */
  readonly place: KeyTarget | null;
  readonly keys: readonly string[];
  /** The commands that would lose one of the keys. */
  readonly owners: readonly Command[];
}

interface Props {
  command: Command;
  keys: readonly string[];
  differs: boolean;
  capturing: KeyTarget | null;
  pending: PendingChange | null;
  onCapture: (place: KeyTarget | null) => void;
  onKey: (place: KeyTarget, key: string) => void;
  onRemove: (key: string) => void;
  onReset: () => void;
  /** `false` leaves everything unchanged. */
  onAnswer: (go: boolean) => void;
}

const MAX_KEYS = 5;

export function ShortcutRow(props: Props) {
  const { command, keys, differs, capturing, pending, onCapture, onKey, onRemove, onReset, onAnswer } = props;
  const row = useRef<HTMLDivElement>(null);
  /** The key to focus next, because the focused element unmounts. If no key matches, the button that adds one is focused. */
  const focusNext = useRef<string | null>(null);
  const busy = capturing !== null || pending !== null;
  useEffect(() => {
    if (focusNext.current === null || busy) return;
    const chips = [...(row.current?.querySelectorAll<HTMLElement>('[data-key]') ?? [])];
    const next = chips.find((chip) => chip.dataset.key === focusNext.current);
    focusNext.current = null;
    (next ?? row.current?.querySelector<HTMLElement>('[data-add]'))?.focus();
  });
  const before = (place: KeyTarget | null) => (place !== null && 'replace' in place ? place.replace : '');
  const capture = (place: KeyTarget) => (
    <KeyCapture
      label={command.label}
      onKey={(key) => {
        focusNext.current = key;
        onKey(place, key);
      }}
      onCancel={() => {
        focusNext.current = before(place);
        onCapture(null);
      }}
      onLeave={() => onCapture(null)}
    />
  );
  return (
    <div ref={row} className={classes.entry} data-command={command.id} data-differs={differs || undefined}>
      <span className={classes.label}>
        {command.label}
        {command.when?.includes('annotate') && <span className={classes.mode}> while editing labels</span>}
      </span>
      <span className={classes.keys}>
        {keys.map((key) =>
          capturing !== null && 'replace' in capturing && capturing.replace === key ? (
            <span key={key}>{capture(capturing)}</span>
          ) : (
            <span key={key} className={classes.chip}>
              <UnstyledButton className={classes.key} data-key={key} onClick={() => onCapture({ replace: key })}>
                <span className="visually-hidden">Change for {command.label}: </span>
                <Keys keys={keyText(key)} />
              </UnstyledButton>
              <UnstyledButton
                className={classes.remove}
                aria-label={`Remove ${keyText(key)} from: ${command.label}`}
                onClick={() => {
                  focusNext.current = '';
                  onRemove(key);
                }}
              >
                <IconX size={11} stroke={2} />
              </UnstyledButton>
            </span>
          ),
        )}
        {capturing !== null && 'add' in capturing && capture(capturing)}
        {keys.length === 0 && capturing === null && <span className="dim">No shortcut</span>}
      </span>
      <span className={classes.controls}>
        <Tooltip label="Add shortcut">
          <ActionIcon
            size={22}
            data-add
            aria-label={`Add shortcut to: ${command.label}`}
            disabled={keys.length >= MAX_KEYS}
            onClick={() => onCapture({ add: true })}
          >
            <IconPlus size={14} stroke={1.8} />
          </ActionIcon>
        </Tooltip>
        {differs ? (
          <Tooltip label={<DefaultKeys command={command} />}>
            <ActionIcon
              size={22}
              aria-label={`Reset: ${command.label}`}
              onClick={() => {
                focusNext.current = '';
                onReset();
              }}
            >
              <IconRestore size={14} stroke={1.8} />
            </ActionIcon>
          </Tooltip>
        ) : (
          <span className={classes.noReset} />
        )}
      </span>
      {pending && (
        <ConflictQuestion
          command={command}
          pending={pending}
          onAnswer={(go) => {
            focusNext.current = (go ? pending.keys[0] : before(pending.place)) ?? '';
            onAnswer(go);
          }}
        />
      )}
    </div>
  );
}

function DefaultKeys({ command }: { command: Command }) {
  return (
    <>
      Reset to default: {command.keys.length === 0 ? 'no shortcut' : command.keys.map((key) => keyText(key)).join(', ')}
    </>
  );
}

function ConflictQuestion({
  command,
  pending: { place, keys, owners },
  onAnswer,
}: {
  command: Command;
  pending: PendingChange;
  onAnswer: (go: boolean) => void;
}) {
  const names = owners.map((owner) => `“${owner.label}”`).join(' and ');
  // The defaults need no warning: they were in use before.
  const uses = place === null ? [] : keys.flatMap((key) => browserUse(key) ?? []);
  const what = keys.map((key) => keyText(key)).join(', ');
  const text = [
    owners.length > 0 && (place === null ? `The default ${what} is used by ${names}.` : `${what} is used by ${names}.`),
    ...uses.map(({ description, reserved }) =>
      reserved
        ? `With ${what} the browser ${description}. Most browsers reserve it, so it may not work here.`
        : `With ${what} the browser ${description}. It will no longer do so on this page.`,
    ),
  ].filter(Boolean);
  return (
    <div role="alertdialog" aria-label={`Shortcut for: ${command.label}`} className={classes.question}>
      <span>{text.join(' ')}</span>
      <span className={classes.answers}>
        <Button size="compact-xs" autoFocus onClick={() => onAnswer(true)}>
          {owners.length > 0 ? `Take it from ${names}` : 'Use it anyway'}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => onAnswer(false)}>
          Cancel
        </Button>
      </span>
    </div>
  );
}
