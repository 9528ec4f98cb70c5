import { describe, expect, it } from 'vitest';
import { commands } from './keymap';
import { keyName, keyText, keyToBind } from './keys';
import { actions } from './list';
import { keyConflicts } from './registry';

const press = (key: string, extra: Partial<Parameters<typeof keyName>[0]> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...extra,
});

describe('the action registry', () => {
  it('F68 no two commands share a key', () => {
    expect(keyConflicts(commands)).toEqual([]);
    expect(keyConflicts([...commands, { ...commands[0]!, id: 'another' }])).toHaveLength(1);
  });

  it('ids are unique, and keys are written the way key presses are named', () => {
    expect(new Set(commands.map((command) => command.id)).size).toBe(commands.length);
    for (const command of commands) {
      expect(command.id).toMatch(/^[a-z]+\.[a-z0-9_]+$/);
      for (const key of command.keys)
        expect(key).toMatch(/^((Mod|Alt|Shift)\+)*([A-Z0-9]|[^A-Za-z0-9]|[A-Z][A-Za-z]+|F[0-9]+)$/);
    }
  });

  it('F48 b rejects and n approves, and nothing else has those keys', () => {
    const owners = (key: string) => commands.filter((command) => command.keys.includes(key)).map(({ id }) => id);
    expect([owners('B'), owners('N')]).toEqual([['review.reject'], ['review.approve']]);
  });

  it('a key can have another meaning in another mode, but only one in each', () => {
    const mine = commands.find((command) => command.id === 'review.next');
    const nudge = commands.find((command) => command.id === 'edit.nudge_down');
    expect(mine?.keys).toEqual(nudge?.keys);
    expect(keyConflicts([mine!, nudge!])).toEqual([]);
    expect(keyConflicts([mine!, { ...nudge!, when: ['annotate', 'review'] }])).toHaveLength(1);
  });

  it('actions that change labels are not allowed read-only', () => {
    const readOnly = actions.filter((action) => action.allowedReadOnly).map((action) => action.id);
    // The history itself decides what can be undone: a verdict needs no permission to edit.
    const history = new Set(['edit.undo', 'edit.redo']);
    for (const id of readOnly.filter((each) => !history.has(each)))
      expect(id).not.toMatch(/^edit\.|^class\.|^tool\.(box|polygon)$/);
  });

  it('names key presses', () => {
    expect(keyName(press('z', { ctrlKey: true }), false)).toBe('Mod+Z');
    expect(keyName(press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe('Mod+Shift+Z');
    expect(keyName(press('z', { metaKey: true }), true)).toBe('Mod+Z');
    expect(keyName(press('+', { shiftKey: true }), false)).toBe('+');
    expect(keyName(press('Tab', { shiftKey: true }), false)).toBe('Shift+Tab');
    // With the system key, or Control on a Mac, a letter does not run that letter's command.
    expect(keyName(press('b', { metaKey: true }), false)).not.toBe('B');
    expect(keyName(press('b', { ctrlKey: true }), true)).not.toBe('B');
    expect(keyText('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z');
    expect(keyText('Mod+Shift+Z', true)).toBe('⌘⇧Z');
    expect(keyText('+', false)).toBe('+');
  });

  it('F68 only a complete key press can be bound', () => {
    expect(keyToBind(press('Shift', { shiftKey: true }), false)).toBeNull();
    expect(keyToBind(press('Dead'), false)).toBeNull();
    expect(keyToBind(press('x', { metaKey: true }), false)).toBeNull();
    expect(keyToBind(press('x', { metaKey: true }), true)).toBe('Mod+X');
    expect(keyToBind(press('x', { ctrlKey: true }), true)).toBeNull();
    expect(keyToBind(press('x', { ctrlKey: true, altKey: true }), false)).toBe('Mod+Alt+X');
  });
});
