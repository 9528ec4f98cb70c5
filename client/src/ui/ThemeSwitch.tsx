// The choice of the theme: light, dark, or as set in the system.
import { type MantineColorScheme, Menu } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { MenuChoice } from './MenuChoice';

interface Props {
  scheme: MantineColorScheme;
  onChoose: (scheme: MantineColorScheme) => void;
}

export const THEMES = [
  { scheme: 'auto', label: 'System', Icon: IconDeviceDesktop },
  { scheme: 'light', label: 'Light', Icon: IconSun },
  { scheme: 'dark', label: 'Dark', Icon: IconMoon },
] as const;

/** The three choices as entries of a menu. */
export function ThemeMenuItems({ scheme: chosen, onChoose }: Props) {
  return (
    <>
      <Menu.Label>Theme</Menu.Label>
      {THEMES.map(({ scheme, label, Icon }) => (
        <MenuChoice
          key={scheme}
          kind="radio"
          checked={chosen === scheme}
          leftSection={<Icon size={15} stroke={1.7} />}
          rightSection={chosen === scheme ? <IconCheck size={14} /> : null}
          onClick={() => onChoose(scheme)}
        >
          {label}
        </MenuChoice>
      ))}
    </>
  );
}
