// The tool page's header: the item, its save state, the other people on it, and the menus.
import { ActionIcon, Menu, Tooltip, UnstyledButton } from '@mantine/core';
import {
  IconArrowLeft,
  IconChevronLeft,
  IconChevronRight,
  IconDots,
  IconKeyboard,
  IconLayoutSidebarRight,
  IconLink,
  IconMessageCircle,
  IconPlayerSkipForward,
  IconRotate,
  IconSettings,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Editor } from '../../../editor/editor';
import type { Item, Task } from '../../../protocol/types';
import { CountMark } from '../../../ui/CountMark';
import { MenuChoice } from '../../../ui/MenuChoice';
import { StageChip } from '../../../ui/StageChip';
import { ThemeMenuItems } from '../../../ui/ThemeSwitch';
import { useTheme } from '../../queries/theme';
import { CommandItem } from '../commands/CommandItem';
import { keyOf, WithKeys } from '../commands/CommandKeys';
import { HelpMenu } from '../commands/HelpMenu';
import type { HelpTopic } from '../commands/help-text';
import type { PageCommands } from '../commands/page-actions';
import { type ToolSearch, toolFilter } from '../search';
import type { NeighbourLinks } from '../stage-changes/use-neighbours';
import page from '../ToolPage.module.css';
import { useSlice } from '../use-slice';
import { PeopleHere } from './PeopleHere';
import { SaveStateView } from './SaveStateView';
import classes from './ToolHeader.module.css';

interface Props {
  editor: Editor;
  task: Task;
  item: Item;
  search: ToolSearch;
  neighbours: NeighbourLinks;
  commands: PageCommands;
  issuesShown: boolean;
  /** The notification bell. */
  bell: ReactNode;
  onHelp: (topic: HelpTopic) => void;
}

export function ToolHeader({ editor, task, item, search, neighbours, commands, issuesShown, bell, onHelp }: Props) {
  const theme = useTheme();
  const { stage } = useSlice(editor.item);
  const { open } = useSlice(editor.issues);
  return (
    <header className={`${page.header} ${classes.header}`} data-region="header">
      <Tooltip label={`Back to ${task.name}`}>
        <ActionIcon
          aria-label={`Back to ${task.name}`}
          renderRoot={(props) => (
            <Link to="/tasks/$taskId" params={{ taskId: task.id }} search={toolFilter(search)} {...props} />
          )}
        >
          <IconArrowLeft size={17} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
      <div className={classes.names}>
        <span className={`${classes.task} truncate`}>{task.name}</span>
        <span className="dim" aria-hidden="true">
          /
        </span>
        <h1 className={`${classes.file} truncate`} title={item.file_name}>
          {item.file_name}
        </h1>
      </div>
      <nav className={classes.steps} aria-label="Items">
        <Step label="Previous item" command="page.previous" onClick={neighbours.toPrevious}>
          <IconChevronLeft size={16} />
        </Step>
        <span className={`${classes.position} tnum`}>
          {neighbours.index ?? '–'} / {neighbours.total ?? '–'}
        </span>
        <Step label="Next item" command="page.next" onClick={neighbours.toNext}>
          <IconChevronRight size={16} />
        </Step>
      </nav>
      <StageChip
        stage={stage}
        pass={item.stage === stage ? item.review_pass : 0}
        reviews={task.workflow.reviews.length}
      />
      <SaveStateView editor={editor} />
      <div className={classes.end}>
        <PeopleHere editor={editor} />
        <Tooltip label={<WithKeys label={issuesShown ? 'Hide issues' : 'Issues'} keys={keyOf('page.issues')} />}>
          <CountMark count={open}>
            <ActionIcon
              aria-label={open === 1 ? 'Issues, 1 open' : `Issues, ${open} open`}
              aria-pressed={issuesShown}
              variant={issuesShown ? 'light' : 'subtle'}
              color={issuesShown ? 'accent' : 'gray'}
              onClick={commands.toggleIssues}
            >
              <IconMessageCircle size={18} stroke={1.7} />
            </ActionIcon>
          </CountMark>
        </Tooltip>
        <Tooltip label="Copy link to this view">
          <ActionIcon aria-label="Copy link to this view" onClick={commands.copyLink}>
            <IconLink size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
        {bell}
        <Tooltip label={<WithKeys label="Editor settings" keys={keyOf('page.settings')} />}>
          <ActionIcon aria-label="Editor settings" onClick={commands.settings}>
            <IconSettings size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
        <HelpMenu commands={commands} onTopic={onHelp} />
        <Menu position="bottom-end" width={250}>
          <Menu.Target>
            <ActionIcon aria-label="More options">
              <IconDots size={18} stroke={1.7} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {(commands.skip ?? commands.revise) !== null && (
              <>
                <Menu.Label>Item</Menu.Label>
                {commands.skip && (
                  <CommandItem command="page.skip" label="Skip…" icon={IconPlayerSkipForward} onClick={commands.skip} />
                )}
                {commands.revise && (
                  <CommandItem command="page.revise" label="Revise…" icon={IconRotate} onClick={commands.revise} />
                )}
              </>
            )}
            <ViewItems editor={editor} />
            <CommandItem
              command="page.labels"
              label="Label list"
              icon={IconLayoutSidebarRight}
              onClick={commands.toggleLabels}
            />
            <Menu.Divider />
            <ThemeMenuItems scheme={theme.scheme} onChoose={theme.choose} />
            <Menu.Divider />
            <CommandItem
              command="page.shortcuts"
              label="Keyboard shortcuts"
              icon={IconKeyboard}
              onClick={commands.shortcuts}
            />
          </Menu.Dropdown>
        </Menu>
      </div>
    </header>
  );
}

function Step({
  label,
  command,
  onClick,
  children,
}: {
  label: string;
  command: string;
  onClick: (() => void) | null;
  children: ReactNode;
}) {
  return (
    <Tooltip label={<WithKeys label={label} keys={keyOf(command)} />}>
      <UnstyledButton
        className={classes.step}
        aria-label={label}
        disabled={onClick === null}
        onClick={() => onClick?.()}
      >
        {children}
      </UnstyledButton>
    </Tooltip>
  );
}

/** The registry's view actions that are toggles, as menu entries. */
function ViewItems({ editor }: { editor: Editor }) {
  const view = useSlice(editor.view);
  return (
    <>
      <Menu.Label>View</Menu.Label>
      <MenuChoice
        kind="checkbox"
        checked={view.showClassNames}
        closeMenuOnClick={false}
        rightSection={view.showClassNames ? 'On' : 'Off'}
        onClick={() => editor.changeView({ showClassNames: !view.showClassNames })}
      >
        Class names beside labels
      </MenuChoice>
      <MenuChoice
        kind="checkbox"
        checked={!view.labelsHidden}
        closeMenuOnClick={false}
        rightSection={view.labelsHidden ? 'Off' : 'On'}
        onClick={() => editor.changeView({ labelsHidden: !view.labelsHidden })}
      >
        Labels
      </MenuChoice>
    </>
  );
}
