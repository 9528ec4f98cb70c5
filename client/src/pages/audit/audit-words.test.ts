import { describe, expect, it } from 'vitest';
import type { AuditRow } from '../../protocol/types';
import { actionLabel } from './action-labels';
import { auditSentence, PREDICATES } from './audit-words';
import { taskChanges } from './setting-words';

const person = (name: string) => ({ id: name.toLowerCase(), name, color: '#000000' });
const [ana, bo] = [person('Ana'), person('Bo')];

function row(action: string, details: Record<string, unknown> = {}, more: Partial<AuditRow> = {}): AuditRow {
  return {
    id: 1,
    at: '2026-03-01T10:00:00Z',
    by: ana,
    action,
    item_id: 'i',
    file_name: 'p1.png',
    subject: null,
    task: null,
    details,
    ...more,
  };
}
const say = (...args: Parameters<typeof row>) => auditSentence(row(...args));

describe('N11 a row of the log in plain words', () => {
  it('moves say where the item went, and why it came back', () => {
    expect(say('item.submit', { from: 'annotate', to: 'review', from_pass: 0, to_pass: 1 })).toBe(
      'Ana submitted p1.png from Annotate to Review',
    );
    expect(say('item.approve', { from: 'review', to: 'review', from_pass: 1, to_pass: 2 })).toBe(
      'Ana approved p1.png from Review 1 to Review 2',
    );
    expect(say('item.accept', { from: 'acceptance', to: 'complete' })).toBe('Ana accepted p1.png');
    expect(say('item.reject', { from: 'acceptance', to: 'annotate', reason: 'Blurry' }, { subject: bo })).toBe(
      'Ana sent p1.png back from Acceptance to Annotate, to Bo: “Blurry”',
    );
    expect(say('item.revise', { from: 'complete', to: 'annotate', reason: 'Wrong' })).toBe(
      'Ana took p1.png back after it was accepted from Complete to Annotate: “Wrong”',
    );
  });

  it('verdicts say how many labels, and which way', () => {
    expect(say('label.judge', { verdict: 'approved', labels: ['a'] })).toBe('Ana approved 1 label of p1.png');
    expect(say('label.judge', { verdict: 'rejected', labels: ['a', 'b'], reason: 'Loose' })).toBe(
      'Ana rejected 2 labels of p1.png: “Loose”',
    );
    expect(say('label.judge', { verdict: 'pending', labels: ['a', 'b'] })).toBe(
      'Ana set 2 labels back to pending in p1.png',
    );
  });

  it('F21 locks say whose they were, and what the server did by itself', () => {
    expect(say('lock.force', { reason: 'Urgent' }, { subject: bo })).toBe(
      'Ana unlocked p1.png, which Bo was editing: “Urgent”',
    );
    expect(say('lock.release', {}, { subject: ana })).toBe('Ana ended their own lock on p1.png');
    expect(say('lock.expire', {}, { by: null, subject: bo })).toMatch(/^The server ended the lock of Bo on p1\.png/);
    expect(say('edit.refuse', { code: 'judged' })).toBe(
      'Ana tried to edit p1.png and was refused: the label was judged already',
    );
  });

  it('roles say what somebody becomes, was, and is no more', () => {
    const about = { subject: bo, item_id: null, file_name: null };
    expect(say('member.change', { before: [], after: ['annotator', 'reviewer'] }, about)).toBe(
      'Ana added Bo to the task as annotator and reviewer',
    );
    expect(say('member.change', { before: ['reviewer'], after: ['admin'] }, about)).toBe(
      'Ana changed what Bo is in the task: admin, before reviewer',
    );
    expect(say('member.change', { before: ['reviewer'], after: [] }, about)).toBe(
      'Ana removed Bo from the task, who was reviewer',
    );
  });

  it('settings say only what was touched', () => {
    const none = { name: null, editor_lock: null, finish_requires: null, consensus: null, issue_tags: null };
    expect(say('task.change', none)).toBe('Ana saved the settings of the task as they were');
    expect(say('task.change', { ...none, name: 'Cars', editor_lock: false, state: 'paused' })).toBe(
      'Ana named the task “Cars”, paused the task and switched the editor lock off',
    );
    expect(taskChanges({ issue_tags: [{}, {}], workflow: { reviews: [] } })).toEqual([
      'changed the workflow',
      'set 2 issue tags',
    ]);
  });

  it('accounts say whose, and the command line is named where nobody was signed in', () => {
    expect(say('user.create', { is_admin: true }, { by: null, subject: bo })).toBe(
      'The command line made an account for Bo, as an administrator',
    );
    expect(say('user.change', { password: true }, { subject: ana })).toBe('Ana set their own password');
    expect(say('user.change', { password: true, disabled: true, is_admin: null }, { subject: bo })).toBe(
      'Ana disabled Bo’s account and set a new password for Bo',
    );
  });

  it('F29 F15 actions on many items and samples say how many', () => {
    const nowhere = { item_id: null, file_name: null };
    expect(say('bulk.start', { action: { kind: 'reject', reason: 'Loose' }, items: 1200 }, nowhere)).toBe(
      `Ana began to reject ${(1200).toLocaleString()} items`,
    );
    expect(say('sample.draw', { drawn: 20, population: 400 }, nowhere)).toBe('Ana drew a sample of 20 items from 400');
    expect(say('sample.decide', { decision: 'accept', note: '', items: 380 }, nowhere)).toBe(
      'Ana decided on a sample to accept the other 380 items',
    );
    expect(say('sample.decide', { decision: 'reject', note: '9 of 20', items: 1 }, nowhere)).toBe(
      'Ana decided on a sample to send back the other 1 item: “9 of 20”',
    );
  });

  it('datasets say how much came in, and whether all or a part went out', () => {
    const nowhere = { item_id: null, file_name: null };
    expect(say('dataset.upload', { pictures: 12 }, nowhere)).toBe('Ana added 12 pictures to a dataset');
    expect(say('dataset.export', { filter: {} }, nowhere)).toBe('Ana exported the accepted results of a dataset');
    expect(say('dataset.export', { filter: { q: 'a' } }, nowhere)).toBe(
      'Ana exported a part of the accepted results of a dataset',
    );
    expect(say('task.create', { name: 'Cars', items: 3 }, nowhere)).toBe('Ana made the task “Cars” with 3 items');
  });

  it('what is gone or not known yet does not break the sentence', () => {
    expect(say('item.submit', {}, { file_name: null })).toBe('Ana submitted an item');
    expect(say('lock.force', {}, { subject: null })).toContain('somebody who is gone');
    expect(say('moon.land', { reason: 'Cheese' })).toBe('Ana did “moon.land” on p1.png: “Cheese”');
  });

  it('each action that has a sentence has a name in the filter', () => {
    expect(Object.keys(PREDICATES).filter((action) => actionLabel(action) === action)).toEqual([]);
  });
});
