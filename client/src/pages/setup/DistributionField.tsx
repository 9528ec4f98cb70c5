// Who gets which item of a task.
import type { Distribution } from '../../protocol/types';
import { ChoiceField, type Rule } from './ChoiceField';

export const DISTRIBUTIONS: readonly Rule<Distribution>[] = [
  {
    value: 'pool',
    label: 'Whoever takes it',
    why: 'Everyone with the role takes the next item from one pool; an item offered to one person is kept for them for ten minutes.',
  },
  {
    value: 'assigned',
    label: 'Whom it is assigned to',
    why: 'Managers assign items in the data list; an item of somebody is worked on by them alone, admins aside. What is assigned to nobody is free for all.',
  },
];

interface Props {
  value: Distribution;
  may: boolean;
  onChange: (value: Distribution) => void;
}

export function DistributionField(props: Props) {
  return <ChoiceField label="Who works on an item" rules={DISTRIBUTIONS} {...props} />;
}
