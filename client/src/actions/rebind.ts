/** Giving keys to commands and taking them back: from changes to changes, only what differs from the defaults. */

import { changed, type KeyChanges, keysInForce } from './keymap';
import { type Command, meet } from './registry';

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}

/** The changes with the command's keys as said; no entry where that is the default. */
function withKeys(changes: KeyChanges, command: Command, keys: readonly string[]): KeyChanges {
  const { [command.id]: _, ...rest } = changes;
  return sameKeys(keys, command.keys) ? rest : { ...rest, [command.id]: keys };
}

/** Takes keys from whoever was given them, so that `but` may have them. Defaults give way by themselves. */
function freed(all: readonly Command[], changes: KeyChanges, but: Command, keys: readonly string[]): KeyChanges {
  return all.reduce((now, command) => {
    const its = changed(now, command.id);
    if (command === but || its === undefined || !meet(command, but)) return now;
    const left = its.filter((key) => !keys.includes(key));
    return left.length === its.length ? now : withKeys(now, command, left);
  }, changes);
}

/** The other commands that have one of the keys now and would lose it. */
export function ownersOf(
  all: readonly Command[],
  changes: KeyChanges,
  command: Command,
  keys: readonly string[],
): readonly Command[] {
  const force = keysInForce(all, changes);
  return all.filter(
    (other) =>
      other !== command && meet(other, command) && (force.get(other.id) ?? []).some((key) => keys.includes(key)),
  );
}

/** One key more for the command, taken from whoever has it. */
export function addKey(all: readonly Command[], changes: KeyChanges, command: Command, key: string): KeyChanges {
  const its = keysInForce(all, changes).get(command.id) ?? [];
  if (its.includes(key)) return changes;
  return withKeys(freed(all, changes, command, [key]), command, [...its, key]);
}

/** The new key in the place of one the command has. */
export function replaceKey(
  all: readonly Command[],
  changes: KeyChanges,
  command: Command,
  before: string,
  key: string,
): KeyChanges {
  const its = keysInForce(all, changes).get(command.id) ?? [];
  const keys = [...new Set(its.map((each) => (each === before ? key : each)))];
  return withKeys(freed(all, changes, command, [key]), command, keys);
}

export function removeKey(all: readonly Command[], changes: KeyChanges, command: Command, key: string): KeyChanges {
  const its = keysInForce(all, changes).get(command.id) ?? [];
  return withKeys(
    changes,
    command,
    its.filter((each) => each !== key),
  );
}

/** The command's defaults again, taken from whoever was given one of them. */
export function resetKeys(all: readonly Command[], changes: KeyChanges, command: Command): KeyChanges {
  return withKeys(freed(all, changes, command, command.keys), command, command.keys);
}

/** Whether the keys in force are not the defaults: changed by hand, or one given to another command. */
export function differs(all: readonly Command[], changes: KeyChanges, command: Command): boolean {
  return !sameKeys(keysInForce(all, changes).get(command.id) ?? [], command.keys);
}
