// The choice of what is required before an item moves on.
import type { FinishRequires } from '../../protocol/types';
import { ChoiceField, type Rule } from './ChoiceField';

export const REQUIRES: readonly Rule<FinishRequires>[] = [
  {
    value: 'nothing',
    label: 'Nothing',
    explanation: 'Missing requirements and open issues are listed, but do not block the item.',
  },
  {
    value: 'requirements',
    label: 'Required classes and attributes',
    explanation: 'An item cannot move on while something that the ontology requires is missing.',
  },
  {
    value: 'resolved_issues',
    label: 'Everything required, and every issue resolved',
    explanation: 'An item also cannot move on while it has an open issue.',
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
      description="What is required to submit, approve or accept it."
      rules={REQUIRES}
      {...props}
    />
  );
}
