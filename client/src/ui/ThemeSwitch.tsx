// Light, dark, or as the system has it.
import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { MenuChoice } from './MenuChoice';

const CHOICES = [
  { scheme: 'auto', label: 'As the system', Icon: IconDeviceDesktop },
  { scheme: 'light', label: 'Light', Icon: IconSun },
  { scheme: 'dark', label: 'Dark', Icon: IconMoon },
] as const;

/** The three choices as entries of a menu. */
export function ThemeMenuItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label>Theme</Menu.Label>
      {CHOICES.map(({ scheme, label, Icon }) => (
        <MenuChoice
          key={scheme}
          kind="radio"
          checked={colorScheme === scheme}
          leftSection={<Icon size={15} stroke={1.7} />}
          rightSection={colorScheme === scheme ? <IconCheck size={14} /> : null}
          onClick={() => setColorScheme(scheme)}
        >
          {label}
        </MenuChoice>
      ))}
    </>
  );
}
