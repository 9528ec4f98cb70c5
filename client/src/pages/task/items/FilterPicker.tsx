// Chooses a filter: first the field, then its value, both searchable. Opened for one field, it changes only that field.
import { Combobox, useCombobox } from '@mantine/core';
import { IconCheck, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { ItemFilter } from '../../../protocol/types';
import { PersonAvatar } from '../../../ui/PersonAvatar';
import classes from './FilterPicker.module.css';
import { type Choice, type Context, FIELDS, type Field } from './filter-fields';

interface Props {
  filter: ItemFilter;
  context: Context;
  onChange: (filter: ItemFilter) => void;
  /** Null if any field can be chosen. */
  field: Field | null;
  /** The button that opens it. */
  target: (open: () => void) => ReactNode;
}

export function FilterPicker({ filter, context, onChange, field: only, target }: Props) {
  const [field, setField] = useState(only);
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownOpen: () => {
      setField(only);
      setSearch('');
      combobox.focusSearchInput();
    },
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
    },
  });

  // Enter chooses the first match.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs whenever other choices are shown
  useEffect(() => {
    if (combobox.dropdownOpened) combobox.selectFirstOption();
  }, [search, field, combobox.dropdownOpened]);

  const matches = (label: string) => label.toLowerCase().includes(search.trim().toLowerCase());
  const chosen = field?.read(filter) ?? [];
  const fields = FIELDS.filter((each) => matches(each.label) && each.choices(context).length > 0);
  const choices = field?.choices(context).filter((choice) => matches(choice.label)) ?? [];

  const enter = (next: Field | null) => {
    setField(next);
    setSearch('');
    combobox.resetSelectedOption();
  };
  const submit = (value: string) => {
    if (field === null) {
      enter(FIELDS.find((each) => each.key === value) ?? null);
      return;
    }
    onChange(chosen.includes(value) ? field.drop(filter, value) : field.choose(filter, value));
    if (!field.several) combobox.closeDropdown();
  };

  return (
    <Combobox
      store={combobox}
      onOptionSubmit={submit}
      width={240}
      position="bottom-start"
      withinPortal
      keepMounted={false}
      transitionProps={{ duration: 100 }}
    >
      <Combobox.Target targetType="button">{target(() => combobox.toggleDropdown())}</Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Backspace' && search === '' && field !== null && only === null) enter(null);
          }}
          aria-label={field === null ? 'Filter by' : field.label}
          placeholder={field === null ? 'Filter by…' : `${field.label}…`}
        />
        <Combobox.Options mah={300} className={classes.options} aria-label={field?.label ?? 'Filter by'}>
          {field === null
            ? fields.map((each) => (
                <Combobox.Option key={each.key} value={each.key} className={classes.option}>
                  <span className={classes.name}>{each.label}</span>
                  <IconChevronRight size={13} className="dim" aria-hidden />
                </Combobox.Option>
              ))
            : choices.map((choice) => (
                <Combobox.Option
                  key={choice.value}
                  value={choice.value}
                  active={chosen.includes(choice.value)}
                  className={classes.option}
                >
                  <ChoiceFace choice={choice} />
                  {chosen.includes(choice.value) && <IconCheck size={13} stroke={2.4} aria-label="chosen" />}
                </Combobox.Option>
              ))}
          {(field === null ? fields : choices).length === 0 && (
            <Combobox.Empty>{search === '' ? 'Nothing to choose from yet' : 'No matches'}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function ChoiceFace({ choice }: { choice: Choice }) {
  return (
    <>
      {choice.person && <PersonAvatar person={choice.person} size={18} tooltip={false} />}
      {choice.color && <span className={classes.dot} style={{ backgroundColor: choice.color }} aria-hidden="true" />}
      <span className={classes.name}>
        <bdi>{choice.label}</bdi>
        {choice.hint && <span className={classes.hint}>{choice.hint}</span>}
      </span>
    </>
  );
}
