// A line that states a problem and the actions that solve it. The fitted image leaves room for one.
import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Banner.module.css';

export type BannerTone = 'quiet' | 'info' | 'warn' | 'bad';

interface Props {
  tone: BannerTone;
  icon: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  onDismiss?: (() => void) | undefined;
  testId?: string;
}

export function Banner({ tone, icon, title, children, actions, onDismiss, testId }: Props) {
  return (
    <div className={classes.banner} data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'} data-testid={testId}>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <div className={classes.text}>
        <b>{title}</b> {children && <span className={classes.detail}>{children}</span>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
      {onDismiss && (
        <ActionIcon size={24} aria-label="Dismiss" onClick={onDismiss}>
          <IconX size={15} />
        </ActionIcon>
      )}
    </div>
  );
}
