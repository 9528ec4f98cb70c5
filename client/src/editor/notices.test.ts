import { describe, expect, it } from 'vitest';
import type { JudgeCommand } from '../protocol/review';
import { Notices } from './notices';

const person = (id: string) => ({ id, name: id, color: '#112233' });
const approve = (label: string): JudgeCommand => ({ verdict: 'approved', labels: [label] });

describe('notices', () => {
  it('F104 repeated requests of a user are one notice; each user has their own', () => {
    const notices = new Notices(() => 5);
    notices.add({ kind: 'lock_requested', from: person('bo') });
    notices.add({ kind: 'lock_requested', from: person('cy') });
    notices.add({ kind: 'lock_requested', from: person('bo') });
    const said = notices.all.get();
    expect(said.map((n) => (n.kind === 'lock_requested' ? n.from.id : n.kind))).toEqual(['cy', 'bo']);
    expect(new Set(said.map((n) => n.id)).size).toBe(2);
    expect(said.every((n) => n.at === 5)).toBe(true);
  });

  it('F48 refused verdicts are one notice, with every command in order', () => {
    const notices = new Notices(() => 0);
    notices.add({ kind: 'lock_freed' });
    notices.add({ kind: 'verdicts_refused', commands: [approve('a')], code: 'offline', reason: 'No network.' });
    notices.add({ kind: 'verdicts_refused', commands: [approve('b')], code: 'offline', reason: 'Still none.' });
    const [freed, refused, ...more] = notices.all.get();
    expect([freed?.kind, more]).toEqual(['lock_freed', []]);
    expect(refused).toMatchObject({ reason: 'Still none.', commands: [approve('a'), approve('b')] });
    notices.dismiss(refused?.id ?? -1);
    expect(notices.all.get().map((n) => n.kind)).toEqual(['lock_freed']);
  });
});
