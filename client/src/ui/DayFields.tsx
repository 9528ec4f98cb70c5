// Two dates that bound a range; either may be open. Told on only once a date is whole.
import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Day } from '../protocol/insight-contract';
import classes from './DayFields.module.css';
import { type DayRange, isDay } from './days';

interface Props {
  value: Partial<DayRange>;
  onChange: (value: Partial<DayRange>) => void;
  /** The last day that can be chosen. */
  max?: Day;
}

export function DayFields({ value, onChange, max }: Props) {
  const { from, to } = value;
  return (
    <fieldset className={classes.fields}>
      <legend className="visually-hidden">Days, in UTC</legend>
      <DayField label="From" value={from} max={to ?? max} onChange={(next) => onChange({ from: next, to })} />
      <span className="dim" aria-hidden="true">
        –
      </span>
      <DayField label="To" value={to} min={from} max={max} onChange={(next) => onChange({ from, to: next })} />
    </fieldset>
  );
}

interface FieldProps {
  label: string;
  value: Day | undefined;
  min?: Day | undefined;
  max?: Day | undefined;
  onChange: (value: Day | undefined) => void;
}

function DayField({ label, value, min, max, onChange }: FieldProps) {
  const [text, setText] = useState(value ?? '');
  useEffect(() => setText(value ?? ''), [value]);
  const faultOf = (day: Day) => {
    if (min !== undefined && day < min) return 'It would end before it begins';
    return max !== undefined && day > max ? 'Too late' : null;
  };
  const fault = isDay(text) ? faultOf(text) : null;
  return (
    <TextInput
      type="date"
      aria-label={label}
      w={130}
      min={min}
      max={max}
      error={fault !== null}
      title={fault ?? undefined}
      value={text}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        if (next === '') onChange(undefined);
        else if (isDay(next) && faultOf(next) === null) onChange(next);
      }}
    />
  );
}
