// The shared parts of the menus above the data list: an entry of two lines, and the text for an empty menu.
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { describeError } from '../queries/errors';
import classes from './MenuParts.module.css';

interface Props {
  query: UseQueryResult<readonly unknown[]>;
  /** What the menu lists, at the start of a sentence. */
  what: string;
  /** Says that the menu is empty and how to fill it. */
  children: string;
}

export function MenuEmptyState({ query, what, children }: Props) {
  if (query.isPending) return <p className={classes.none}>Loading…</p>;
  if (query.isError && !query.data) {
    return (
      <p className={classes.none} role="alert">
        {describeError(query.error, what).detail}
      </p>
    );
  }
  return query.data?.length === 0 && <p className={classes.none}>{children}</p>;
}

export function MenuEntry({ detail, children }: { detail: ReactNode; children: ReactNode }) {
  return (
    <>
      <span className={classes.title}>{children}</span>
      <span className={`${classes.detail} tnum`}>{detail}</span>
    </>
  );
}
