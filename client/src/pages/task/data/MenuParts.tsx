// What the menus over the data list share: an entry of two lines, and what stands there when there is none.
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { describeError } from '../../data/errors';
import classes from './MenuParts.module.css';

interface Props {
  query: UseQueryResult<readonly unknown[]>;
  /** What the menu lists, at the beginning of a sentence. */
  what: string;
  /** Why there is none yet, and how there will be one. */
  children: string;
}

export function NoEntries({ query, what, children }: Props) {
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

export function Entry({ detail, children }: { detail: ReactNode; children: ReactNode }) {
  return (
    <>
      <span className={classes.title}>{children}</span>
      <span className={`${classes.detail} tnum`}>{detail}</span>
    </>
  );
}
