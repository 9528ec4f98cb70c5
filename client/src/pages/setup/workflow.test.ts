// Changes to a task's workflow.
import { expect, test } from 'vitest';
import { MAX_REVIEWS } from '../../protocol/limits';
import { addReview, chainOf, changeReview, readPercent, removeReview } from './workflow';

const none = { reviews: [], acceptance: true };

test('reviews are added up to the maximum, changed and removed one by one', () => {
  let workflow = addReview(addReview(none));
  workflow = changeReview(workflow, 1, { percent: 20, strict: false });
  expect(workflow.reviews).toEqual([
    { strict: true, percent: 100 },
    { strict: false, percent: 20 },
  ]);
  expect(removeReview(workflow, 0).reviews).toEqual([{ strict: false, percent: 20 }]);
  for (let n = 0; n < 9; n++) workflow = addReview(workflow);
  expect(workflow.reviews).toHaveLength(MAX_REVIEWS);
});

test('the chain shows the rules of each review', () => {
  const workflow = {
    reviews: [
      { strict: true, percent: 100 },
      { strict: false, percent: 20 },
    ],
    acceptance: false,
  };
  expect(chainOf(workflow).map(({ name, note }) => (note ? `${name} (${note})` : name))).toEqual([
    'Annotate',
    'Review 1 (strict)',
    'Review 2 (20 % of items)',
    'Complete',
  ]);
  expect(chainOf(none).map(({ name }) => name)).toEqual(['Annotate', 'Acceptance', 'Complete']);
});

test('a percentage is a whole number from 1 to 100', () => {
  expect([readPercent('25', 100), readPercent(0, 50), readPercent('140', 50), readPercent('', 50)]).toEqual([
    25, 1, 100, 50,
  ]);
});
