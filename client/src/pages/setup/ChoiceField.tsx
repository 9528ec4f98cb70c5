// A choice between a few rules, each with an explanation.
import { Radio } from '@mantine/core';
import classes from './Choice.module.css';

export interface Rule<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly explanation: string;
}

interface Props<Value extends string> {
  label: string;
  description?: string;
  rules: readonly Rule<Value>[];
  value: Value;
  may: boolean;
  onChange: (value: Value) => void;
}

export function ChoiceField<Value extends string>(props: Props<Value>) {
  const { label, description, rules, value, may, onChange } = props;
  return (
    <Radio.Group
      label={label}
      description={description}
      classNames={{ label: classes.label, description: classes.why }}
      value={value}
      onChange={(next) => onChange(next as Value)}
    >
      {rules.map((rule) => (
        <Radio
          key={rule.value}
          size="xs"
          mt={8}
          value={rule.value}
          label={rule.label}
          description={rule.explanation}
          disabled={!may}
          classNames={{ description: classes.why }}
        />
      ))}
    </Radio.Group>
  );
}
