import { afterEach, describe, expect, it } from 'vitest';
import { browserUse } from './browser-keys';
import { effectiveKeys, type KeyChanges, keymap, makeKeymap, readKeyChanges, setKeyChanges } from './keymap';
import { addKey, isRebound, ownersOf, removeKey, replaceKey, resetKeys } from './rebind';
import type { Command } from './registry';

const command = (id: string, ...keys: string[]): Command => ({ id, label: id, group: 'general', keys });
const [draw, move, undo, bare] = [
  command('draw', 'R'),
  command('move', 'V'),
  command('undo', 'Mod+Z', 'U'),
  command('bare'),
] as const;
const all = [draw, move, undo, bare];

const keys = (changes: KeyChanges) => Object.fromEntries(effectiveKeys(all, changes));
const ids = (owners: readonly Command[]) => owners.map(({ id }) => id);

afterEach(() => setKeyChanges({}));

describe('the keymap', () => {
  it('F69 has the defaults where nothing is changed', () => {
    expect(keys({})).toEqual({ draw: ['R'], move: ['V'], undo: ['Mod+Z', 'U'], bare: [] });
    expect(makeKeymap(all, {}).boundTo('U')).toEqual(['undo']);
    expect(makeKeymap(all, {}).boundTo('Q')).toEqual([]);
  });

  it('F68 an assigned key belongs to no other command, not even by default', () => {
    const map = makeKeymap(all, { bare: ['R', 'Q'] });
    expect(map.keysOf('draw')).toEqual([]);
    expect(map.boundTo('R')).toEqual(['bare']);
    expect(map.boundTo('Q')).toEqual(['bare']);
  });

  it('of two commands with the same key, as two browsers can store it, the first in the list has it', () => {
    expect(keys({ bare: ['Q'], move: ['Q', 'W'] })).toMatchObject({ move: ['Q', 'W'], bare: [] });
  });

  it('commands that are never enabled together can share a key', () => {
    const nudge: Command = { ...command('nudge', 'ArrowUp'), when: ['annotate', 'review_edit'] };
    const step: Command = { ...command('step', 'ArrowUp'), when: ['review'] };
    const both = [nudge, step, draw];
    expect(makeKeymap(both, {}).boundTo('ArrowUp')).toEqual(['nudge', 'step']);
    const changes = addKey(both, {}, nudge, 'K');
    expect(makeKeymap(both, changes).boundTo('ArrowUp')).toEqual(['nudge', 'step']);
    expect(ownersOf(both, changes, step, ['K'])).toEqual([]);
    expect(makeKeymap(both, addKey(both, changes, step, 'K')).boundTo('K')).toEqual(['nudge', 'step']);
    // A command of every mode takes the key from both.
    expect(ids(ownersOf(both, changes, draw, ['ArrowUp']))).toEqual(['nudge', 'step']);
    expect(makeKeymap(both, addKey(both, changes, draw, 'ArrowUp')).boundTo('ArrowUp')).toEqual(['draw']);
  });

  it('ignores ids of other versions, and names that every object has', () => {
    expect(keys({ gone: ['R'], constructor: ['V'] })).toEqual(keys({}));
    expect(makeKeymap([command('constructor', 'X')], {}).keysOf('constructor')).toEqual(['X']);
  });

  it('reads stored changes, and skips invalid ones', () => {
    for (const wrong of [undefined, null, 'R', 7, ['R']]) expect(readKeyChanges(wrong)).toEqual({});
    const stored = { draw: ['Q', 'Q', 3, '', 'Shift', 'x'.repeat(41)], move: 'V', undo: [] };
    expect(readKeyChanges(stored)).toEqual({ draw: ['Q'], undo: [] });
  });

  it('F69 is live, and does not notify when nothing changed', () => {
    let calls = 0;
    const end = keymap.subscribe(() => calls++);
    setKeyChanges({ 'tool.box': ['Q'] });
    setKeyChanges({ 'tool.box': ['Q'] });
    expect(calls).toBe(1);
    expect(keymap.get().boundTo('Q')).toEqual(['tool.box']);
    expect(keymap.get().boundTo('R')).toEqual([]);
    end();
  });
});

describe('rebinding', () => {
  it('F68 adds a key to those a command has', () => {
    const changes = addKey(all, {}, undo, 'Q');
    expect(changes).toEqual({ undo: ['Mod+Z', 'U', 'Q'] });
    expect(addKey(all, changes, undo, 'Q')).toBe(changes);
  });

  it('F68 reports which commands have a key, and takes it from them', () => {
    expect(ids(ownersOf(all, {}, move, ['R', 'U', 'Q']))).toEqual(['draw', 'undo']);
    expect(ownersOf(all, {}, draw, ['R'])).toEqual([]);
    const taken = addKey(all, {}, move, 'R');
    // A default gives way automatically: only the command with the new key is stored.
    expect(taken).toEqual({ move: ['V', 'R'] });
    expect(keys(taken)).toMatchObject({ draw: [], move: ['V', 'R'] });
    // A command that loses an assigned key is back at its defaults if nothing else was changed.
    expect(addKey(all, taken, draw, 'R')).toEqual({});
    expect(addKey(all, { move: ['V', 'Q'] }, draw, 'Q')).toEqual({ draw: ['R', 'Q'] });
  });

  it('F69 only differences are stored', () => {
    const other = replaceKey(all, {}, draw, 'R', 'Q');
    expect(other).toEqual({ draw: ['Q'] });
    expect(replaceKey(all, other, draw, 'Q', 'R')).toEqual({});
    expect(removeKey(all, {}, draw, 'R')).toEqual({ draw: [] });
    expect(addKey(all, { draw: [] }, draw, 'R')).toEqual({});
  });

  it('replacing a key by another key of the same command keeps it once', () => {
    expect(replaceKey(all, {}, undo, 'Mod+Z', 'U')).toEqual({ undo: ['U'] });
  });

  it('F68 a reset restores the defaults, and takes them from other commands', () => {
    const changes = { move: ['R', 'W'], draw: ['Q'] };
    expect(ids(ownersOf(all, changes, draw, draw.keys))).toEqual(['move']);
    const reset = resetKeys(all, changes, draw);
    expect(reset).toEqual({ move: ['W'] });
    expect(keys(reset)).toMatchObject({ draw: ['R'], move: ['W'] });
  });

  it('reports the commands that differ from their defaults, for any reason', () => {
    const changes = { move: ['R'] };
    expect(all.filter((each) => isRebound(all, changes, each)).map(({ id }) => id)).toEqual(['draw', 'move']);
    expect(all.filter((each) => isRebound(all, {}, each))).toEqual([]);
  });
});

describe('keys of the browser', () => {
  it('F68 are classified: kept by the browser, or available to the page', () => {
    expect(browserUse('Mod+W')).toMatchObject({ reserved: true });
    expect(browserUse('Mod+F')).toMatchObject({ reserved: false });
    expect(browserUse('Mod+3')).toMatchObject({ reserved: false });
    expect(browserUse('B')).toBeNull();
  });
});
