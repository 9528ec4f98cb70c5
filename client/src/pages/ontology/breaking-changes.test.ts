// The text of the button that confirms a breaking change.
import { expect, test } from 'vitest';
import type { OntologyBreak, OntologyBreakKind } from '../../protocol/types';
import { confirmText } from './breaking-changes';

const some = (kind: OntologyBreakKind, labels: number): OntologyBreak => ({
  kind,
  name: 'x',
  labels,
  items: 1,
  sentence: '',
});

test('the button names what is removed and which labels are affected', () => {
  expect(confirmText([some('class_removed', 300), some('class_removed', 12)])).toBe(
    'Remove 2 classes, leave 312 labels without a class',
  );
  expect(confirmText([some('option_removed', 1)])).toBe('Remove 1 option, leave 1 label that no longer fits');
  expect(confirmText([some('class_removed', 1), some('shape_removed', 2), some('range_narrowed', 3)])).toBe(
    'Remove 1 class and 1 shape and make 1 rule stricter, leave 1 label without a class and 5 labels that no longer fit',
  );
  expect(confirmText([some('became_required', 0)])).toBe('Make 1 rule stricter');
});
