// The breadcrumbs of a page: the list it belongs to, then its own name.
import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './PageCrumbs.module.css';

interface Props {
  /** The link to the list. */
  list: ReactNode;
  name: string;
  children?: ReactNode;
}

export function PageCrumbs({ list, name, children }: Props) {
  return (
    <nav aria-label="Breadcrumbs" className={classes.crumbs}>
      {list}
      <IconChevronRight size={13} className="dim" aria-hidden />
      <h1 className={`${classes.title} truncate`}>{name}</h1>
      {children}
    </nav>
  );
}
