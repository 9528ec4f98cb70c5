// The choice of who can work on which item of a task.
import type { Distribution } from '../../protocol/types';
import { ChoiceField, type Rule } from './ChoiceField';

export const DISTRIBUTIONS: readonly Rule<Distribution>[] = [
  {
    value: 'pool',
    label: 'Anyone available',
    explanation:
      'Everyone with the role takes the next item from a shared pool. An item offered to someone is reserved for them for ten minutes.',
  },
  {
    value: 'assigned',
    label: 'The assignee',
    explanation:
      'Admins assign items in the data list. Only the assignee and admins can work on an assigned item. Anyone can work on an unassigned one.',
  },
];

interface Props {
  value: Distribution;
  may: boolean;
  onChange: (value: Distribution) => void;
}

export function DistributionField(props: Props) {
  return <ChoiceField label="Who can work on an item" rules={DISTRIBUTIONS} {...props} />;
}
