// The sign of a class that an item needs at least one label of.
import { IconAsterisk } from '@tabler/icons-react';
import classes from './RequiredMark.module.css';

export function RequiredMark() {
  return (
    <span className={classes.mark} title="Required: an item needs at least one label of it">
      <IconAsterisk size={11} stroke={2.6} role="img" aria-label="Required" />
    </span>
  );
}
