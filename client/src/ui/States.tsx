// What a page shows instead of its content: an empty state or an error.
import { Button, Code } from '@mantine/core';
import { IconAlertTriangle, IconFilterOff, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './States.module.css';

interface EmptyProps {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ icon, title, children, action }: EmptyProps) {
  return (
    <div className={classes.state}>
      <div className={classes.icon} aria-hidden="true">
        {icon}
      </div>
      <h2 className={classes.title}>{title}</h2>
      {children && <p className={classes.text}>{children}</p>}
      {action}
    </div>
  );
}

interface NoMatchesProps {
  /** One thing of the list ("item"), and where the list is ("this task"). */
  what: string;
  where: string;
  onClear: () => void;
}

/** The empty state of a list in which nothing matches the filters. */
export function NoMatches({ what, where, onClear }: NoMatchesProps) {
  return (
    <EmptyState
      icon={<IconFilterOff size={26} stroke={1.6} />}
      title={`No ${what} matches`}
      action={
        <Button variant="default" onClick={onClear}>
          Clear filters
        </Button>
      }
    >
      Nothing in {where} matches all of the filters.
    </EmptyState>
  );
}

interface ErrorProps {
  /** What happened, as a sentence. */
  title: string;
  /** What was kept and what to do now. */
  children: ReactNode;
  /** Identifies this failure in the server's log. */
  errorId?: string | undefined;
  onRetry?: (() => void) | undefined;
  action?: ReactNode;
}

export function ErrorState({ title, children, errorId, onRetry, action }: ErrorProps) {
  return (
    <div className={classes.state} role="alert">
      <div className={classes.icon} data-bad aria-hidden="true">
        <IconAlertTriangle size={26} stroke={1.6} />
      </div>
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.text}>{children}</p>
      {errorId && (
        <p className={classes.small}>
          For your administrator: error <Code>{errorId}</Code>
        </p>
      )}
      <div className={classes.actions}>
        {onRetry && (
          <Button leftSection={<IconRefresh size={15} />} variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
        {action}
      </div>
    </div>
  );
}
