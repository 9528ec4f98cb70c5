// The frame of every page except the tool page: a thin header with the navigation and the account menu.
import { ActionIcon, type MantineColorScheme, Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { IconKey, IconLogout, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Me } from '../protocol/types';
import { Logo } from './Logo';
import { PersonAvatar } from './PersonAvatar';
import classes from './Shell.module.css';
import { ThemeMenuItems } from './ThemeSwitch';

interface Props {
  me: Me;
  /** The notification bell. */
  bell: ReactNode;
  theme: MantineColorScheme;
  onTheme: (scheme: MantineColorScheme) => void;
  onChangePassword: () => void;
  onSignOut: () => void;
  onOpenPalette: () => void;
  /** Whether there are datasets that the person may see. */
  datasets: boolean;
  children: ReactNode;
}

export function Shell(props: Props) {
  const { me, bell, theme, onTheme, onChangePassword, onSignOut, onOpenPalette, datasets, children } = props;
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <header className={classes.header}>
        <Link to="/tasks" className={classes.brand} aria-label="Countersign, my tasks">
          <Logo />
          <span>Countersign</span>
        </Link>
        <nav className={classes.nav} aria-label="Main">
          <Link to="/tasks" className={classes.link} activeProps={{ 'data-active': true }}>
            My tasks
          </Link>
          {datasets && (
            <Link to="/datasets" className={classes.link} activeProps={{ 'data-active': true }}>
              Datasets
            </Link>
          )}
          {me.is_admin && (
            <>
              <Link to="/import" className={classes.link} activeProps={{ 'data-active': true }}>
                Import
              </Link>
              <Link to="/users" className={classes.link} activeProps={{ 'data-active': true }}>
                People
              </Link>
              <Link to="/audit" className={classes.link} activeProps={{ 'data-active': true }}>
                Audit log
              </Link>
            </>
          )}
        </nav>
        <div className={classes.end}>
          <Tooltip label="Go to… (Ctrl+K)">
            <ActionIcon aria-label="Go to…" onClick={onOpenPalette}>
              <IconSearch size={17} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
          {bell}
          <Menu position="bottom-end" width={220}>
            <Menu.Target>
              <UnstyledButton className={classes.me} aria-label={`Account of ${me.name}`}>
                <PersonAvatar person={me} size={26} tooltip={false} />
              </UnstyledButton>
            </Menu.Target>
            <Menu.Dropdown>
              <div className={classes.who}>
                <b>{me.name}</b>
                <span className="dim truncate">{me.email}</span>
              </div>
              <Menu.Divider />
              <ThemeMenuItems scheme={theme} onChoose={onTheme} />
              <Menu.Divider />
              <Menu.Item leftSection={<IconKey size={15} stroke={1.7} />} onClick={onChangePassword}>
                Change password…
              </Menu.Item>
              <Menu.Item leftSection={<IconLogout size={15} stroke={1.7} />} onClick={onSignOut}>
                Sign out
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      </header>
      <main id="main" className={classes.main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
