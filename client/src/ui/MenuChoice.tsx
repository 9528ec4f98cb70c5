// A menu entry that is on or off, with the role that tells screen readers so. Mantine's own entry has only the plain role.
import { Menu, type MenuItemProps } from '@mantine/core';

interface Props extends MenuItemProps {
  /** One of several, or an independent switch. */
  kind: 'radio' | 'checkbox';
  checked: boolean;
  onClick: () => void;
}

export function MenuChoice({ kind, checked, ...item }: Props) {
  const aria = { role: `menuitem${kind}`, 'aria-checked': checked };
  return <Menu.Item {...item} renderRoot={(props) => <button type="button" {...props} {...aria} />} />;
}
