// What must be settled before an item moves on.
import type { FinishRequires } from '../../protocol/types';
import { ChoiceField, type Rule } from './ChoiceField';

export const REQUIRES: readonly Rule<FinishRequires>[] = [
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

export function FinishRequiresField(props: Props) {
  return (
    <ChoiceField
      label="Before an item moves on"
      description="What must be settled when it is submitted, approved or accepted."
      rules={REQUIRES}
      {...props}
    />
  );
}
