// The active filters as chips. Pressing a chip changes its filter, and its cross removes it.
import { UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ItemFilter } from '../../../protocol/types';
import classes from './FilterChips.module.css';
import { FilterPicker } from './FilterPicker';
import { activeChoices, type Context } from './filter-fields';

interface Props {
  filter: ItemFilter;
  context: Context;
  onChange: (filter: ItemFilter) => void;
  onClear: () => void;
}

export function FilterChips({ filter, context, onChange, onClear }: Props) {
  const active = activeChoices(filter, context);
  if (active.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label="Active filters">
      {active.map(({ field, value, label }) => (
        <li key={field.several ? `${field.key} ${value}` : field.key} className={classes.chip}>
          <FilterPicker
            filter={filter}
            context={context}
            onChange={onChange}
            field={field}
            target={(open) => (
              <UnstyledButton
                className={classes.change}
                onClick={open}
                onKeyDown={(event) => {
                  if (event.key === 'Delete' || event.key === 'Backspace') onChange(field.drop(filter, value));
                }}
              >
                <span className="dim">{field.label}:</span> <bdi>{label}</bdi>
              </UnstyledButton>
            )}
          />
          <UnstyledButton
            className={classes.remove}
            aria-label={`Remove the filter ${field.label}: ${label}`}
            onClick={() => onChange(field.drop(filter, value))}
          >
            <IconX size={12} stroke={2.2} aria-hidden />
          </UnstyledButton>
        </li>
      ))}
      <li>
        <UnstyledButton className={classes.clear} onClick={onClear}>
          Clear all
        </UnstyledButton>
      </li>
    </ul>
  );
}
