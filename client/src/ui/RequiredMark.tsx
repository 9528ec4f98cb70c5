// The mark of a required class, of which each item needs at least one label.
import { IconAsterisk } from '@tabler/icons-react';
import classes from './RequiredMark.module.css';

export function RequiredMark() {
  return (
    <span className={classes.mark} title="Required: each item needs at least one label of this class">
      <IconAsterisk size={11} stroke={2.6} role="img" aria-label="Required" />
    </span>
  );
}
