import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { ItemModel } from '../model/item-model';
import { ApiError } from '../protocol/api';
import type { JudgeCommand, Judged, VerdictKind } from '../protocol/review';
import { FakePlatform, flushPromises } from '../testing/fake-platform';
import { ME } from '../testing/fake-server';
import { VerdictQueue, type VerdictsRefused } from './verdict-queue';

interface Asked {
  readonly command: JudgeCommand;
  readonly answer: (judged?: Partial<Judged>) => Promise<void>;
  readonly fail: (error: unknown) => Promise<void>;
}

const offline = new ApiError(0, { code: 'offline', message: 'No network.' });
const forbidden = new ApiError(403, { code: 'forbidden', message: 'Not yours.' });

let platform: FakePlatform;
let model: ItemModel;
let review: VerdictQueue;
let asked: Asked[];
let refused: VerdictsRefused[];
let editing: boolean;
let synced: boolean;

/** Writes verdicts into the document, as the server does. */
function tell(verdicts: Record<string, VerdictKind | null>, by = ME.id): void {
  const server = new Y.Doc();
  Y.applyUpdate(server, Y.encodeStateAsUpdate(model.doc));
  const root = server.getMap('verdicts');
  server.transact(() => {
    for (const [id, verdict] of Object.entries(verdicts)) {
      if (verdict === null) root.delete(id);
      else root.set(id, { verdict, by, by_name: by, at: '2026-01-01T00:00:00Z', round: 1n });
    }
  });
  model.applyServer(Y.encodeStateAsUpdate(server, Y.encodeStateVector(model.doc)));
}

const shown = (id: string) => review.state().verdicts.get(id)?.verdict ?? 'pending';
const counts = () => {
  const { approved, rejected, pending } = review.state();
  return [approved, rejected, pending];
};

beforeEach(() => {
  platform = new FakePlatform();
  model = new ItemModel();
  asked = [];
  refused = [];
  editing = false;
  synced = true;
  review = new VerdictQueue({
    model,
    me: ME,
    platform,
    editing: () => editing,
    synced: () => synced,
    judge: (command) =>
      new Promise((done, failed) => {
        asked.push({
          command,
          answer: async (judged = {}) => {
            done({ judged: command.labels.length, skipped: [], ...judged });
            await flushPromises();
          },
          fail: async (error) => {
            failed(error);
            await flushPromises();
          },
        });
      }),
    changed: () => undefined,
    refused: (refusal) => refused.push(refusal),
  });
  model.onChange((change) => {
    if (change.labels.size > 0) review.onLabels(change.labels);
    if (change.verdicts.size > 0) review.onVerdicts(change.verdicts);
  });
  const label = { class: 'car', shape: 'box', z: 0, frames: {}, attributes: {} } as const;
  model.create({ a: label, b: label, c: label });
});

describe('verdicts', () => {
  it('F48 are shown at once, and stay when the server confirms them', async () => {
    review.judge({ verdict: 'approved', labels: ['a', 'b'] });
    expect([shown('a'), shown('b'), shown('c')]).toEqual(['approved', 'approved', 'pending']);
    expect(counts()).toEqual([2, 0, 1]);
    expect(review.unsent).toBe(1);
    await asked[0]!.answer();
    expect(review.unsent).toBe(0);
    expect(shown('a')).toBe('approved');
    tell({ a: 'approved', b: 'approved' });
    expect(counts()).toEqual([2, 0, 1]);
  });

  it('are reverted when the server refuses, and the user is notified', async () => {
    tell({ a: 'approved' });
    review.judge({ verdict: 'rejected', labels: ['a', 'b'], reason: 'crooked' });
    expect(counts()).toEqual([0, 2, 1]);
    await asked[0]!.fail(forbidden);
    expect([shown('a'), shown('b')]).toEqual(['approved', 'pending']);
    expect(refused).toEqual([
      {
        commands: [{ verdict: 'rejected', labels: ['a', 'b'], reason: 'crooked' }],
        code: 'forbidden',
        reason: 'Not yours.',
      },
    ]);
  });

  it('are sent in order, equal ones in a row together', async () => {
    review.judge({ verdict: 'rejected', labels: ['a'], reason: 'x' });
    review.judge({ verdict: 'approved', labels: ['b'] });
    review.judge({ verdict: 'approved', labels: ['c'] });
    review.judge({ verdict: 'pending', labels: ['b'] });
    expect(asked).toHaveLength(1);
    await asked[0]!.answer();
    expect(asked[1]!.command).toEqual({ verdict: 'approved', labels: ['b', 'c'] });
    await asked[1]!.answer();
    expect(asked[2]!.command).toEqual({ verdict: 'pending', labels: ['b'] });
    await asked[2]!.answer();
    expect(asked).toHaveLength(3);
    expect(review.unsent).toBe(0);
  });

  it('an answer to an earlier command does not undo a later one', async () => {
    review.judge({ verdict: 'approved', labels: ['a'] });
    review.judge({ verdict: 'pending', labels: ['a'] });
    tell({ a: 'approved' });
    expect(shown('a')).toBe('pending');
    await asked[0]!.answer();
    expect(shown('a')).toBe('pending');
    await asked[1]!.fail(forbidden);
    expect(shown('a')).toBe('approved');
  });

  it('without a connection, all queued ones are reverted with one notice', async () => {
    review.judge({ verdict: 'approved', labels: ['a'] });
    review.judge({ verdict: 'rejected', labels: ['b'], reason: 'x' });
    await asked[0]!.fail(offline);
    expect(counts()).toEqual([0, 0, 3]);
    expect(refused).toHaveLength(1);
    expect(refused[0]!.commands).toHaveLength(2);
    expect(asked).toHaveLength(1);
  });

  it('of two reviewers, the last verdict wins', async () => {
    review.judge({ verdict: 'approved', labels: ['a'] });
    tell({ a: 'rejected' }, 'other');
    // The other verdict came first; the own one is in flight.
    expect(shown('a')).toBe('approved');
    tell({ a: 'approved' });
    await asked[0]!.answer();
    tell({ a: 'rejected' }, 'other');
    expect(shown('a')).toBe('rejected');
  });

  it('an own verdict that the document never shows is dropped once the document is in sync', async () => {
    review.judge({ verdict: 'approved', labels: ['a'] });
    synced = false;
    await asked[0]!.answer();
    platform.advance(60_000);
    expect(shown('a')).toBe('approved');
    synced = true;
    platform.advance(60_000);
    expect(shown('a')).toBe('pending');
  });

  it('on deleted labels are forgotten', async () => {
    review.judge({ verdict: 'approved', labels: ['a', 'b'] });
    model.remove(['a']);
    expect(counts()).toEqual([1, 0, 1]);
    await asked[0]!.answer({ judged: 0, skipped: ['b'] });
    expect(shown('b')).toBe('pending');
  });

  it('wait for edits in flight', () => {
    editing = true;
    review.judge({ verdict: 'approved', labels: ['a'] });
    expect(asked).toHaveLength(0);
    expect(shown('a')).toBe('approved');
    editing = false;
    review.sendNext();
    expect(asked).toHaveLength(1);
  });

  it('when the item is left, those waiting for an edit are refused, and no timer is left', async () => {
    review.judge({ verdict: 'approved', labels: ['a'] });
    editing = true;
    review.judge({ verdict: 'rejected', labels: ['b'] });
    review.close();
    expect(refused).toEqual([]);
    await asked[0]!.answer();
    expect(refused.map(({ commands }) => commands)).toEqual([[{ verdict: 'rejected', labels: ['b'] }]]);
    expect([asked.length, review.unsent, platform.timers]).toEqual([1, 0, 0]);
  });

  it('F61 a label that is being reverted stays fixed until the server confirms it', async () => {
    tell({ a: 'rejected' });
    review.judge({ verdict: 'pending', labels: ['a'] });
    expect(shown('a')).toBe('pending');
    expect(review.isFixed('a')).toBe(true);
    tell({ a: null });
    expect(review.isFixed('a')).toBe(false);
  });

  it('F59 an own new label is approved and fixed at once', () => {
    model.create({ n: { class: 'car', shape: 'box', z: 0, frames: {}, attributes: {} } }, true);
    review.onAdded(['n']);
    expect([shown('n'), review.isFixed('n')]).toEqual(['approved', true]);
    expect(model.undoDepth).toBe(1);
    tell({ n: 'approved' });
    expect(shown('n')).toBe('approved');
    tell({ n: null });
    expect(shown('n')).toBe('pending');
  });

  it('unchanged verdicts keep the same map', async () => {
    review.judge({ verdict: 'approved', labels: ['a'] });
    const before = review.state().verdicts;
    await asked[0]!.answer();
    expect(review.state().verdicts).toBe(before);
  });
});
