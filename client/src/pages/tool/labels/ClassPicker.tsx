// Picks the class of new labels, and shows the number keys that pick it.
import { Menu, ScrollArea, TextInput, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { Editor } from '../../../editor/editor';
import { MenuChoice } from '../../../ui/MenuChoice';
import { RequiredMark } from '../../../ui/RequiredMark';
import { keyHint } from '../commands/CommandKeys';
import { useSlice } from '../use-slice';
import classes from './ClassPicker.module.css';

/** The number of classes from which on a search field is shown. */
const SEARCH_FROM = 12;

export function ClassPicker({ editor }: { editor: Editor }) {
  const active = useSlice(editor.activeClass);
  const [search, setSearch] = useState('');
  const all = useSlice(editor.task).ontology.classes;
  const wanted = search.trim().toLowerCase();
  const shown = all
    .map((each, index) => ({ each, index }))
    .filter(({ each }) => each.name.toLowerCase().includes(wanted));
  if (all.length === 0) return null;
  return (
    <Menu position="bottom-start" width={262} onClose={() => setSearch('')}>
      <Menu.Target>
        <UnstyledButton className={classes.target}>
          <span className={classes.caption}>New labels</span>
          <span className={classes.swatch} style={{ backgroundColor: active?.color ?? 'transparent' }} />
          <span className={`${classes.name} truncate`}>{active?.name ?? 'Choose a class'}</span>
          {active?.required && <RequiredMark />}
          <IconChevronDown size={14} className="dim" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {all.length >= SEARCH_FROM && (
          <TextInput
            className={classes.search}
            aria-label="Search classes"
            placeholder="Search classes"
            leftSection={<IconSearch size={14} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )}
        <ScrollArea.Autosize mah={360} type="auto">
          {shown.map(({ each, index }) => (
            <MenuChoice
              key={each.id}
              kind="radio"
              checked={each.id === active?.id}
              leftSection={<span className={classes.swatch} style={{ backgroundColor: each.color }} />}
              rightSection={keyHint(`class.use_${index + 1}`)}
              onClick={() => editor.setActiveClass(each.id)}
            >
              {each.name} {each.required && <RequiredMark />}
            </MenuChoice>
          ))}
          {shown.length === 0 && <div className={classes.none}>No matching classes</div>}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}
