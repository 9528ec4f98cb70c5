// A page command as a menu entry, with its key.
import { Menu } from '@mantine/core';
import type { IconCommand } from '@tabler/icons-react';
import { keyHint } from './CommandKeys';

interface Props {
  command: string;
  label: string;
  icon: typeof IconCommand;
  onClick: () => void;
}

export function CommandItem({ command, label, icon: Icon, onClick }: Props) {
  return (
    <Menu.Item leftSection={<Icon size={15} stroke={1.7} />} rightSection={keyHint(command)} onClick={onClick}>
      {label}
    </Menu.Item>
  );
}
