// The search field for file names. It reports the text after a short pause in typing. The / key focuses it.
import { TextInput } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Keys } from './Keys';
import classes from './SearchInput.module.css';

interface Props {
  value: string;
  onChange: (value: string) => void;
}

export function SearchInput({ value, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const report = useDebouncedCallback((next: string) => onChange(next), 200);
  useEffect(() => setText(value), [value]);
  useHotkeys([['/', () => input.current?.focus()]]);
  return (
    <TextInput
      ref={input}
      className={classes.search}
      aria-label="Search by file name"
      placeholder="Search file names"
      leftSection={<IconSearch size={14} />}
      rightSection={text === '' ? <Keys keys="/" /> : null}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        report(event.currentTarget.value.trim());
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        setText('');
        report('');
        event.currentTarget.blur();
      }}
    />
  );
}
