// Two dates that bound a range; either may be open. Told on only once a date is whole and fits the other.
import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Day } from '../protocol/types';
import classes from './DayFields.module.css';
import { type DayRange, dayCount, isDay } from './days';

interface Props {
  value: Partial<DayRange>;
  onChange: (value: Partial<DayRange>) => void;
  /** The last day that can be chosen. */
  max?: Day;
  /** So many days at most. */
  maxDays?: number;
}

export function DayFields({ value, onChange, max, maxDays }: Props) {
  const { from, to } = value;
  const faultOf = (range: Partial<DayRange>): string | null => {
    if (max !== undefined && ((range.from ?? '') > max || (range.to ?? '') > max)) return 'That is too late';
    if (range.from === undefined || range.to === undefined) return null;
    if (range.from > range.to) return 'Ends before it begins';
    const days = dayCount({ from: range.from, to: range.to });
    return maxDays !== undefined && days > maxDays ? `${maxDays} days at most` : null;
  };
  return (
    <fieldset className={classes.fields}>
      <legend className="visually-hidden">Days, in UTC</legend>
      <DayField
        label="From"
        value={from}
        faultOf={(day) => faultOf({ from: day, to })}
        onChange={(next) => onChange({ from: next, to })}
      />
      <span className="dim" aria-hidden="true">
        –
      </span>
      <DayField
        label="To"
        value={to}
        faultOf={(day) => faultOf({ from, to: day })}
        onChange={(next) => onChange({ from, to: next })}
      />
    </fieldset>
  );
}

interface FieldProps {
  label: string;
  value: Day | undefined;
  faultOf: (day: Day) => string | null;
  onChange: (value: Day | undefined) => void;
}

function DayField({ label, value, faultOf, onChange }: FieldProps) {
  const [text, setText] = useState(value ?? '');
  useEffect(() => setText(value ?? ''), [value]);
  return (
    <TextInput
      type="date"
      aria-label={label}
      w={130}
      error={isDay(text) ? faultOf(text) : null}
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
