import { describe, expect, it } from 'vitest';
import type { AuditRow } from '../../protocol/types';
import { actionLabel } from './action-labels';
import { auditSentence, PREDICATES } from './audit-sentence';
import { taskChanges } from './setting-text';

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

describe('N11 the sentences of the audit log', () => {
  it('stage changes name both stages, the assignee and the reason', () => {
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
      'Ana sent p1.png back for revision from Complete to Annotate: “Wrong”',
    );
  });

  it('verdicts give the number of labels and the verdict', () => {
    expect(say('label.judge', { verdict: 'approved', labels: ['a'] })).toBe('Ana approved 1 label in p1.png');
    expect(say('label.judge', { verdict: 'rejected', labels: ['a', 'b'], reason: 'Loose' })).toBe(
      'Ana rejected 2 labels in p1.png: “Loose”',
    );
    expect(say('label.judge', { verdict: 'pending', labels: ['a', 'b'] })).toBe(
      'Ana reset 2 labels to pending in p1.png',
    );
  });

  it('F21 lock changes name the holder, and the server if it acted automatically', () => {
    expect(say('lock.force', { reason: 'Urgent' }, { subject: bo })).toBe(
      'Ana unlocked p1.png, which Bo was editing: “Urgent”',
    );
    expect(say('lock.release', {}, { subject: ana })).toBe('Ana released their lock on p1.png');
    expect(say('lock.expire', {}, { by: null, subject: bo })).toMatch(/^The server released Bo’s lock on p1\.png/);
    expect(say('edit.refuse', { code: 'judged' })).toBe(
      'Ana tried to edit p1.png, but the edit was refused: the label already has a verdict',
    );
  });

  it('role changes name the old and the new roles', () => {
    const about = { subject: bo, item_id: null, file_name: null };
    expect(say('member.change', { before: [], after: ['annotator', 'reviewer'] }, about)).toBe(
      'Ana added Bo to the task as annotator and reviewer',
    );
    expect(say('member.change', { before: ['reviewer'], after: ['admin'] }, about)).toBe(
      'Ana changed Bo’s roles from reviewer to admin',
    );
    expect(say('member.change', { before: ['reviewer'], after: [] }, about)).toBe(
      'Ana removed Bo (reviewer) from the task',
    );
  });

  it('setting changes name only the changed settings', () => {
    const none = { name: null, editor_lock: null, finish_requires: null, consensus: null, issue_tags: null };
    expect(say('task.change', none)).toBe('Ana saved the task settings without changes');
    expect(say('task.change', { ...none, name: 'Cars', editor_lock: false, state: 'paused' })).toBe(
      'Ana renamed the task to “Cars”, paused the task and turned the editor lock off',
    );
    expect(taskChanges({ issue_tags: [{}, {}], workflow: { reviews: [] } })).toEqual([
      'changed the workflow',
      'set 2 issue tags',
    ]);
  });

  it('account changes name the user who made them, or the command line', () => {
    expect(say('user.create', { is_admin: true }, { by: null, subject: bo })).toBe(
      'The command line created an account for Bo with administrator rights',
    );
    expect(say('user.change', { password: true }, { subject: ana })).toBe('Ana set their own password');
    expect(say('user.change', { password: true, disabled: true, is_admin: null }, { subject: bo })).toBe(
      'Ana disabled Bo’s account and set a new password for Bo',
    );
  });

  it('F29 F15 bulk actions and samples give the number of items', () => {
    const nowhere = { item_id: null, file_name: null };
    expect(say('bulk.start', { action: { kind: 'reject', reason: 'Loose' }, items: 1200 }, nowhere)).toBe(
      `Ana started rejecting ${(1200).toLocaleString()} items`,
    );
    expect(say('sample.draw', { drawn: 20, population: 400 }, nowhere)).toBe('Ana drew a sample of 20 items from 400');
    expect(say('sample.decide', { decision: 'accept', note: '', items: 380 }, nowhere)).toBe(
      'Ana decided, based on a sample, to accept the other 380 items',
    );
    expect(say('sample.decide', { decision: 'reject', note: '9 of 20', items: 1 }, nowhere)).toBe(
      'Ana decided, based on a sample, to reject the other 1 item: “9 of 20”',
    );
  });

  it('dataset entries give the number of images added, and whether all or part was exported', () => {
    const nowhere = { item_id: null, file_name: null };
    expect(say('dataset.upload', { pictures: 12 }, nowhere)).toBe('Ana added 12 images to a dataset');
    expect(say('dataset.export', { filter: {} }, nowhere)).toBe('Ana exported the accepted results of a dataset');
    expect(say('dataset.export', { filter: { q: 'a' } }, nowhere)).toBe(
      'Ana exported part of the accepted results of a dataset',
    );
    expect(say('task.create', { name: 'Cars', items: 3 }, nowhere)).toBe('Ana created the task “Cars” with 3 items');
  });

  it('missing names and unknown actions still give a sentence', () => {
    expect(say('item.submit', {}, { file_name: null })).toBe('Ana submitted an item');
    expect(say('lock.force', {}, { subject: null })).toContain('a deleted user');
    expect(say('moon.land', { reason: 'Cheese' })).toBe('Ana performed “moon.land” on p1.png: “Cheese”');
  });

  it('each action that has a sentence has a name in the filter', () => {
    expect(Object.keys(PREDICATES).filter((action) => actionLabel(action) === action)).toEqual([]);
  });
});
