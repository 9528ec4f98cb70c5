/** Rebinding: functions from changes to changes that assign keys to commands. The changes hold only what differs from the
 * defaults. */

import { changedKeys, effectiveKeys, type KeyChanges } from './keymap';
import { type Command, shareMode } from './registry';

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}

/** Returns the changes with the command's keys set; keys equal to the defaults leave no entry. */
function withKeys(changes: KeyChanges, command: Command, keys: readonly string[]): KeyChanges {
  const { [command.id]: _, ...rest } = changes;
  return sameKeys(keys, command.keys) ? rest : { ...rest, [command.id]: keys };
}

/** Removes assigned keys from the other commands, so that `but` can have them. Defaults give way automatically. */
function releaseKeys(all: readonly Command[], changes: KeyChanges, but: Command, keys: readonly string[]): KeyChanges {
  return all.reduce((now, command) => {
    const its = changedKeys(now, command.id);
    if (command === but || its === undefined || !shareMode(command, but)) return now;
    const left = its.filter((key) => !keys.includes(key));
    return left.length === its.length ? now : withKeys(now, command, left);
  }, changes);
}

/** Returns the other commands that have one of the keys now and would lose it. */
export function ownersOf(
  all: readonly Command[],
  changes: KeyChanges,
  command: Command,
  keys: readonly string[],
): readonly Command[] {
  const force = effectiveKeys(all, changes);
  return all.filter(
    (other) =>
      other !== command && shareMode(other, command) && (force.get(other.id) ?? []).some((key) => keys.includes(key)),
  );
}

/** Adds a key to the command, and takes it from any other. */
export function addKey(all: readonly Command[], changes: KeyChanges, command: Command, key: string): KeyChanges {
  const its = effectiveKeys(all, changes).get(command.id) ?? [];
  if (its.includes(key)) return changes;
  return withKeys(releaseKeys(all, changes, command, [key]), command, [...its, key]);
}

/** Replaces one of the command's keys. */
export function replaceKey(
  all: readonly Command[],
  changes: KeyChanges,
  command: Command,
  before: string,
  key: string,
): KeyChanges {
  const its = effectiveKeys(all, changes).get(command.id) ?? [];
  const keys = [...new Set(its.map((each) => (each === before ? key : each)))];
  return withKeys(releaseKeys(all, changes, command, [key]), command, keys);
}

export function removeKey(all: readonly Command[], changes: KeyChanges, command: Command, key: string): KeyChanges {
  const its = effectiveKeys(all, changes).get(command.id) ?? [];
  return withKeys(
    changes,
    command,
    its.filter((each) => each !== key),
  );
}

/** Restores the command's default keys, and takes them from any other. */
export function resetKeys(all: readonly Command[], changes: KeyChanges, command: Command): KeyChanges {
  return withKeys(releaseKeys(all, changes, command, command.keys), command, command.keys);
}

/** Whether the keys in effect differ from the defaults: changed by the user, or assigned to another command. */
export function isRebound(all: readonly Command[], changes: KeyChanges, command: Command): boolean {
  return !sameKeys(effectiveKeys(all, changes).get(command.id) ?? [], command.keys);
}
