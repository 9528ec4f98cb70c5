// Shows its children only when the wait is long enough to notice (150 ms), so that fast pages never flash a skeleton.
import type { ReactNode } from 'react';
import classes from './Delayed.module.css';

export function Delayed({ children, label = 'Loading' }: { children: ReactNode; label?: string }) {
  return (
    <div className={classes.delayed} role="status" aria-label={label}>
      {children}
    </div>
  );
}
