// Help (F70): where the keys and commands are, and what the words on this page mean.
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconCommand, IconHelp, IconKeyboard } from '@tabler/icons-react';
import { keymap, keyText } from '../../actions';
import { Keys } from '../../ui/Keys';
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
        <Menu.Item
          leftSection={<IconKeyboard size={15} stroke={1.7} />}
          rightSection={<FirstKey command="page.shortcuts" />}
          onClick={commands.shortcuts}
        >
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCommand size={15} stroke={1.7} />}
          rightSection={<FirstKey command="page.palette" />}
          onClick={commands.palette}
        >
          All commands
        </Menu.Item>
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

export function FirstKey({ command }: { command: string }) {
  const [key] = keymap.get().keysOf(command);
  return key === undefined ? null : <Keys keys={keyText(key)} />;
}
