// The help menu (F70): shortcuts, commands, and what the terms on this page mean.
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconCommand, IconHelp, IconKeyboard } from '@tabler/icons-react';
import { CommandItem } from './CommandItem';
import { HELP, type HelpTopic } from './help-text';
import type { PageCommands } from './page-actions';

interface Props {
  commands: PageCommands;
  onTopic: (topic: HelpTopic) => void;
}

export function HelpMenu({ commands, onTopic }: Props) {
  return (
    <Menu position="bottom-end" width={250}>
      <Tooltip label="Help">
        <span>
          <Menu.Target>
            <ActionIcon aria-label="Help">
              <IconHelp size={18} stroke={1.7} />
            </ActionIcon>
          </Menu.Target>
        </span>
      </Tooltip>
      <Menu.Dropdown>
        <CommandItem
          command="page.shortcuts"
          label="Keyboard shortcuts"
          icon={IconKeyboard}
          onClick={commands.shortcuts}
        />
        <CommandItem command="page.palette" label="All commands" icon={IconCommand} onClick={commands.palette} />
        <Menu.Divider />
        {HELP.map(({ topic, title }) => (
          <Menu.Item key={topic} onClick={() => onTopic(topic)}>
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
