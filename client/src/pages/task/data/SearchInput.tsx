// A part of the file name to look for: typed at once, asked of the server after a short pause.
import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Keys } from '../../../ui/Keys';
import classes from './FilterBar.module.css';

interface Props {
  value: string;
  onChange: (value: string) => void;
  ref: React.RefObject<HTMLInputElement | null>;
}

export function SearchInput({ value, onChange, ref }: Props) {
  const [text, setText] = useState(value);
  const tell = useDebouncedCallback((next: string) => onChange(next), 200);
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      ref={ref}
      className={classes.search}
      aria-label="Search by file name"
      placeholder="Search file names"
      leftSection={<IconSearch size={14} />}
      rightSection={text === '' ? <Keys keys="/" /> : null}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        tell(event.currentTarget.value.trim());
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        setText('');
        tell('');
        event.currentTarget.blur();
      }}
    />
  );
}
