import { describe, expect, it } from 'vitest';
import { keyName, keyText } from './keys';
import { commands } from './keymap';
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

  it('ids are unique and keys are written as a key press is named', () => {
    expect(new Set(commands.map((command) => command.id)).size).toBe(commands.length);
    for (const command of commands) {
      expect(command.id).toMatch(/^[a-z]+\.[a-z0-9_]+$/);
      for (const key of command.keys)
        expect(key).toMatch(/^((Mod|Alt|Shift)\+)*([A-Z0-9]|[^A-Za-z0-9]|[A-Z][A-Za-z]+)$/);
    }
  });

  it('F48 b and n stay free for verdicts', () => {
    const keys = new Set(actions.flatMap((action) => action.keys));
    expect(keys.has('B') || keys.has('N')).toBe(false);
  });

  it('what changes labels is not allowed read-only', () => {
    const readOnly = actions.filter((action) => action.allowedReadOnly).map((action) => action.id);
    for (const id of readOnly) expect(id).not.toMatch(/^edit\.|^class\.|^tool\.(box|polygon)$/);
  });

  it('names key presses', () => {
    expect(keyName(press('z', { ctrlKey: true }), false)).toBe('Mod+Z');
    expect(keyName(press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe('Mod+Shift+Z');
    expect(keyName(press('z', { metaKey: true }), true)).toBe('Mod+Z');
    expect(keyName(press('+', { shiftKey: true }), false)).toBe('+');
    expect(keyName(press('Tab', { shiftKey: true }), false)).toBe('Shift+Tab');
    expect(keyText('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z');
    expect(keyText('Mod+Shift+Z', true)).toBe('⌘⇧Z');
    expect(keyText('+', false)).toBe('+');
  });
});
