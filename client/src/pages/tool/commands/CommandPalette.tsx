// The command palette (Ctrl+K): the registry's actions, the page's commands, and each class, by name.
import { createSpotlight, Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect } from 'react';
import { actions, isEnabled } from '../../../actions';
import type { Editor } from '../../../editor/editor';
import { useSlice } from '../use-slice';
import { keyHint } from './CommandKeys';
import type { PageAction } from './page-actions';

const [store, palette] = createSpotlight();

interface Props {
  editor: Editor;
  pageActions: readonly PageAction[];
  opened: boolean;
  onClose: () => void;
}

export function CommandPalette({ editor, pageActions, opened, onClose }: Props) {
  // These decide which actions are enabled: rerender when they change.
  useSlice(editor.permission);
  useSlice(editor.selection);
  useSlice(editor.history);
  const { ontology } = useSlice(editor.task);
  useEffect(() => {
    if (opened) palette.open();
    else palette.close();
  }, [opened]);

  const entries: SpotlightActionData[] = opened
    ? [
        ...actions
          // Classes are listed by name below.
          .filter((action) => !action.id.startsWith('class.') && isEnabled(editor, action))
          .map((action) => ({
            id: action.id,
            label: action.label,
            rightSection: keyHint(action.id),
            onClick: () => {
              editor.run(action.id);
            },
          })),
        ...pageActions
          .filter((action) => action.enabled && action.id !== 'page.palette')
          .map((action) => ({
            id: action.id,
            label: action.label,
            rightSection: keyHint(action.id),
            // Run after the palette has closed, so that what opens next keeps the focus.
            onClick: () => window.setTimeout(action.run, 0),
          })),
        ...ontology.classes.map((each) => ({
          id: `class.${each.id}`,
          label: `New labels: ${each.name}`,
          onClick: () => editor.setActiveClass(each.id),
        })),
      ]
    : [];
  return (
    <Spotlight
      store={store}
      actions={entries}
      shortcut={null}
      onSpotlightClose={onClose}
      nothingFound="No matching commands"
      highlightQuery
      scrollable
      maxHeight={420}
      limit={60}
      searchProps={{ leftSection: <IconSearch size={16} />, placeholder: 'Search commands…', 'aria-label': 'Commands' }}
    />
  );
}
