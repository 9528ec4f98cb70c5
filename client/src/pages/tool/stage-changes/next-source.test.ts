// Tests which item comes next after a stage change.
import { expect, test } from 'vitest';
import { nextSource, noNextText } from './next-source';

const acceptance = { stage: 'acceptance' as const, review_pass: 0 };
const review = { stage: 'review' as const, review_pass: 2 };

test('F12 in acceptance the next item is the next of the list', () => {
  expect(nextSource(acceptance, {})).toEqual({ from: 'list', filter: { stage: 'acceptance' } });
  const filter = { stage: 'acceptance' as const, annotator: 'ana', sample: 's' };
  expect(nextSource(acceptance, filter)).toEqual({ from: 'list', filter });
});

test('N14 in review and annotate the next item comes from the queue, unless the list was filtered', () => {
  expect(nextSource(review, { stage: 'review' })).toEqual({ from: 'queue', stage: 'review' });
  expect(nextSource(review, {})).toEqual({ from: 'queue', stage: 'review' });
  // Re-review stays within the items that came back (F32).
  const again = { status: 'resubmitted' as const, returned_by: 'me' };
  expect(nextSource(review, again)).toEqual({ from: 'list', filter: { ...again, stage: 'review' } });
});

test('F53 the next item is at the same stage, whatever stage the list shows', () => {
  const next = nextSource(review, { stage: 'review', review_pass: 2, annotator: 'ana' });
  expect(next).toEqual({ from: 'list', filter: { stage: 'review', review_pass: 2, annotator: 'ana' } });
  expect(nextSource(acceptance, { stage: 'annotate', q: 'p' })).toEqual({
    from: 'list',
    filter: { q: 'p', stage: 'acceptance' },
  });
});

test('N14 without a next item, the message names the queue or the list', () => {
  expect(noNextText(nextSource(review, {}))).toBe('Nothing else is waiting for you in Review.');
  expect(noNextText(nextSource(acceptance, {}))).toBe('That was the last item in this list.');
});
