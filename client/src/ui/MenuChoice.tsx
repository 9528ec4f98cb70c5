// An entry of a menu that is on or off, said so to those who hear the page: the library's own entry keeps its plain role.
import { Menu, type MenuItemProps } from '@mantine/core';

interface Props extends MenuItemProps {
  /** One of several, or a switch by itself. */
  kind: 'radio' | 'checkbox';
  checked: boolean;
  onClick: () => void;
}

export function MenuChoice({ kind, checked, ...item }: Props) {
  const said = { role: `menuitem${kind}`, 'aria-checked': checked };
  return <Menu.Item {...item} renderRoot={(props) => <button type="button" {...props} {...said} />} />;
}
