// One command in the list of shortcuts: its keys, each of which can be replaced or removed, and what stands against new ones.
import { ActionIcon, Button, Tooltip, UnstyledButton } from '@mantine/core';
import { IconPlus, IconRestore, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { browserUse, type Command, keyText } from '../../actions';
import { Keys } from '../../ui/Keys';
import { KeyCapture } from './KeyCapture';
import classes from './ShortcutsDialog.module.css';

/** Where a new key goes: beside the others, or in the place of one. */
export type Place = { readonly beside: true } | { readonly replace: string };

/** What is about to be done and is asked back. */
export interface Pending {
  /** `null`: the defaults are to come back. */
  readonly place: Place | null;
  readonly keys: readonly string[];
  /** Who would lose one of them. */
  readonly owners: readonly Command[];
}

interface Props {
  command: Command;
  keys: readonly string[];
  differs: boolean;
  capturing: Place | null;
  pending: Pending | null;
  onCapture: (place: Place | null) => void;
  onKey: (place: Place, key: string) => void;
  onRemove: (key: string) => void;
  onReset: () => void;
  /** `false`: leave everything as it is. */
  onAnswer: (go: boolean) => void;
}

const MAX_KEYS = 5;

export function ShortcutRow(props: Props) {
  const { command, keys, differs, capturing, pending, onCapture, onKey, onRemove, onReset, onAnswer } = props;
  const row = useRef<HTMLDivElement>(null);
  /** The key that has the focus next: what had it until now goes. Where there is no such key, the way to add one has it. */
  const wanted = useRef<string | null>(null);
  const busy = capturing !== null || pending !== null;
  useEffect(() => {
    if (wanted.current === null || busy) return;
    const chips = [...(row.current?.querySelectorAll<HTMLElement>('[data-key]') ?? [])];
    const next = chips.find((chip) => chip.dataset.key === wanted.current);
    wanted.current = null;
    (next ?? row.current?.querySelector<HTMLElement>('[data-add]'))?.focus();
  });
  const before = (place: Place | null) => (place !== null && 'replace' in place ? place.replace : '');
  const capture = (place: Place) => (
    <KeyCapture
      label={command.label}
      onKey={(key) => {
        wanted.current = key;
        onKey(place, key);
      }}
      onCancel={() => {
        wanted.current = before(place);
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
                  wanted.current = '';
                  onRemove(key);
                }}
              >
                <IconX size={11} stroke={2} />
              </UnstyledButton>
            </span>
          ),
        )}
        {capturing !== null && 'beside' in capturing && capture(capturing)}
        {keys.length === 0 && capturing === null && <span className="dim">No keys</span>}
      </span>
      <span className={classes.controls}>
        <Tooltip label="Add keys">
          <ActionIcon
            size={22}
            data-add
            aria-label={`Add keys to: ${command.label}`}
            disabled={keys.length >= MAX_KEYS}
            onClick={() => onCapture({ beside: true })}
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
                wanted.current = '';
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
        <Question
          command={command}
          pending={pending}
          onAnswer={(go) => {
            wanted.current = (go ? pending.keys[0] : before(pending.place)) ?? '';
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
      Back to the default: {command.keys.length === 0 ? 'no keys' : command.keys.map((key) => keyText(key)).join(', ')}
    </>
  );
}

function Question({
  command,
  pending: { place, keys, owners },
  onAnswer,
}: {
  command: Command;
  pending: Pending;
  onAnswer: (go: boolean) => void;
}) {
  const names = owners.map((owner) => `“${owner.label}”`).join(' and ');
  // What comes back was good enough before.
  const uses = place === null ? [] : keys.flatMap((key) => browserUse(key) ?? []);
  const what = keys.map((key) => keyText(key)).join(', ');
  const text = [
    owners.length > 0 && (place === null ? `${names} has been given one of ${what}.` : `${what} belongs to ${names}.`),
    ...uses.map(({ does, kept }) =>
      kept
        ? `With ${what} the browser ${does}, and most browsers keep it for themselves: it may not work.`
        : `With ${what} the browser ${does}; on this page it will not any more.`,
    ),
  ].filter(Boolean);
  return (
    <div role="alertdialog" aria-label={`Keys of: ${command.label}`} className={classes.question}>
      <span>{text.join(' ')}</span>
      <span className={classes.answers}>
        <Button size="compact-xs" autoFocus onClick={() => onAnswer(true)}>
          {owners.length > 0 ? `Take it from ${names}` : 'Use it anyway'}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => onAnswer(false)}>
          Leave it
        </Button>
      </span>
    </div>
  );
}
