// Who gets which item of a task.
import { Radio } from '@mantine/core';
import type { Distribution } from '../../protocol/types';
import classes from './Choice.module.css';

export const DISTRIBUTIONS: readonly { value: Distribution; label: string; why: string }[] = [
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

export function DistributionField({ value, may, onChange }: Props) {
  return (
    <Radio.Group
      label="Who works on an item"
      classNames={{ label: classes.label }}
      value={value}
      onChange={(next) => onChange(next as Distribution)}
    >
      {DISTRIBUTIONS.map((each) => (
        <Radio
          key={each.value}
          size="xs"
          mt={8}
          value={each.value}
          label={each.label}
          description={each.why}
          disabled={!may}
          classNames={{ description: classes.why }}
        />
      ))}
    </Radio.Group>
  );
}
