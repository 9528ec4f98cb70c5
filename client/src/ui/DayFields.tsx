// Two date fields for a range. A change is reported only when both dates are complete and form a valid range.
import { TextInput } from '@mantine/core';
import { Fragment, useState } from 'react';
import type { Day } from '../protocol/types';
import classes from './DayFields.module.css';
import { type DayBounds, type DayRange, isDay, rangeErrors } from './days';

interface Props extends DayBounds {
  value: Partial<DayRange>;
  onChange: (value: Partial<DayRange>) => void;
}

const SIDES = ['from', 'to'] as const;
const LABEL = { from: 'From', to: 'To' } as const;

export function DayFields({ value, onChange, ...bounds }: Props) {
  const [typed, setTyped] = useState({ from: '', to: '' });
  // A new value from outside replaces what was typed.
  const [known, setKnown] = useState<Partial<DayRange> | null>(null);
  if (known === null || known.from !== value.from || known.to !== value.to) {
    setKnown(value);
    setTyped({ from: value.from ?? '', to: value.to ?? '' });
  }
  const faults = rangeErrors(typed, bounds);
  const change = (side: keyof DayRange, text: string) => {
    const next = { ...typed, [side]: text };
    setTyped(next);
    const whole = SIDES.every((each) => next[each] === '' || isDay(next[each]));
    const found = rangeErrors(next, bounds);
    if (!whole || found.from !== null || found.to !== null) return;
    onChange({ from: parseDay(next.from), to: parseDay(next.to) });
  };
  return (
    <fieldset className={classes.fields}>
      <legend className="visually-hidden">Days (UTC)</legend>
      {SIDES.map((side) => (
        <Fragment key={side}>
          {side === 'to' && (
            <span className="dim" aria-hidden="true">
              –
            </span>
          )}
          <TextInput
            type="date"
            aria-label={LABEL[side]}
            w={130}
            error={faults[side]}
            value={typed[side]}
            onChange={(event) => change(side, event.currentTarget.value)}
          />
        </Fragment>
      ))}
    </fieldset>
  );
}

function parseDay(text: string): Day | undefined {
  return isDay(text) ? text : undefined;
}
