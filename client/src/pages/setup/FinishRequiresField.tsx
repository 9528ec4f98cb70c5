// What must be settled before an item moves on.
import { Radio } from '@mantine/core';
import type { FinishRequires } from '../../protocol/types';
import classes from './Choice.module.css';

export const REQUIRES: readonly { value: FinishRequires; label: string; why: string }[] = [
  { value: 'nothing', label: 'Nothing', why: 'Whoever finishes decides; what is open is listed before.' },
  {
    value: 'requirements',
    label: 'Required classes and attributes',
    why: 'An item that lacks something the ontology requires stays where it is.',
  },
  {
    value: 'resolved_issues',
    label: 'Those, and every issue resolved',
    why: 'An item with an open issue stays where it is.',
  },
];

interface Props {
  value: FinishRequires;
  may: boolean;
  onChange: (value: FinishRequires) => void;
}

export function FinishRequiresField({ value, may, onChange }: Props) {
  return (
    <Radio.Group
      label="Before an item moves on"
      description="What must be settled when it is submitted, approved or accepted."
      classNames={{ label: classes.label, description: classes.why }}
      value={value}
      onChange={(next) => onChange(next as FinishRequires)}
    >
      {REQUIRES.map((each) => (
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
