import { expect, test } from 'vitest';
import { defaultAssignee, EMPTY_SEND_BACK, sendBackRequest } from './send-back';

test('F26 the submitter gets the item only in Annotate', () => {
  expect(defaultAssignee('annotate', 'Ana Arias, who submitted it')).toBe('Ana Arias, who submitted it');
  expect(defaultAssignee('review', 'Ana Arias, who submitted it')).toBe('Anyone available');
  expect(defaultAssignee('annotate', null)).toBe('Anyone available');
});

test('F24 the request has a trimmed reason, and only the choices that were made', () => {
  const back = { ...EMPTY_SEND_BACK, reason: ' Blurred ' };
  expect(sendBackRequest(back, ['annotate'])).toEqual({ reason: 'Blurred' });
  const chosen = { ...back, tags: ['blur'], stage: 'review' as const, assignee: 'bo' };
  expect(sendBackRequest(chosen, ['annotate', 'review'])).toEqual({
    reason: 'Blurred',
    tags: ['blur'],
    stage: 'review',
    assignee: 'bo',
  });
});
