/** Which keys run which command: the defaults, and the user's changes (F68, F69). Live: code that shows a key subscribes to
 * {@link keymap}. */

import { type ReadonlySlice, slice } from '../editor/store';
import { actions } from './list';
import { pageCommands } from './page-commands';
import { type Command, shareMode } from './registry';

/** Command id → its keys in place of the defaults. A command without an entry has its defaults. */
export type KeyChanges = Readonly<Record<string, readonly string[]>>;

export interface Keymap {
  readonly changes: KeyChanges;
  keysOf(commandId: string): readonly string[];
  /** Returns the ids of the commands of a key: more than one only if they share no mode. */
  boundTo(key: string): readonly string[];
}

export const commands: readonly Command[] = [...actions, ...pageCommands];

const MAX_KEYS_PER_COMMAND = 5;
const MAX_KEY_CHARS = 40;

/** Reads stored changes; invalid entries are skipped. */
export function readKeyChanges(stored: unknown): KeyChanges {
  if (stored === null || typeof stored !== 'object' || Array.isArray(stored)) return {};
  const isKey = (key: unknown): key is string =>
    typeof key === 'string' && key !== '' && key.length <= MAX_KEY_CHARS && !/^(Mod|Alt|Shift|Control|Meta)$/.test(key);
  return Object.fromEntries(
    Object.entries(stored).flatMap(([id, keys]) =>
      Array.isArray(keys) ? [[id, [...new Set(keys.filter(isKey))].slice(0, MAX_KEYS_PER_COMMAND)]] : [],
    ),
  );
}

/** Returns the changed keys of a command, if any. */
export function changedKeys(changes: KeyChanges, id: string): readonly string[] | undefined {
  return Object.hasOwn(changes, id) ? changes[id] : undefined;
}

/** Returns the keys in effect. A key that the user assigned to a command belongs to no other in the same mode: defaults give
 * way, so that a key that a later version starts to use takes none away. */
export function effectiveKeys(all: readonly Command[], changes: KeyChanges): ReadonlyMap<string, readonly string[]> {
  const given = new Map<string, Command[]>();
  for (const command of all) {
    for (const key of changedKeys(changes, command.id) ?? []) {
      const others = given.get(key) ?? [];
      if (!others.some((other) => shareMode(other, command))) given.set(key, [...others, command]);
    }
  }
  const keeps = (command: Command, key: string): boolean =>
    given.get(key)?.every((owner) => owner === command || !shareMode(owner, command)) ?? true;
  return new Map(
    all.map((command) => [
      command.id,
      (changedKeys(changes, command.id) ?? command.keys).filter((key) => keeps(command, key)),
    ]),
  );
}

export function makeKeymap(all: readonly Command[], changes: KeyChanges): Keymap {
  const keys = effectiveKeys(all, changes);
  const bound = new Map<string, string[]>();
  for (const [id, its] of keys) {
    for (const key of its) {
      const others = bound.get(key);
      if (others) others.push(id);
      else bound.set(key, [id]);
    }
  }
  return { changes, keysOf: (id) => keys.get(id) ?? [], boundTo: (key) => bound.get(key) ?? [] };
}

const current = slice(makeKeymap(commands, {}));

/** The keymap of the signed-in user. */
export const keymap: ReadonlySlice<Keymap> = current;

export function setKeyChanges(changes: KeyChanges): void {
  if (JSON.stringify(changes) !== JSON.stringify(current.get().changes)) current.set(makeKeymap(commands, changes));
}
