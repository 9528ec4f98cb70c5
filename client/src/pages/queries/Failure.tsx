// The error of a form, above its buttons.
import classes from '../Page.module.css';
import { describeError } from './errors';

export function Failure({ error, what }: { error: unknown; what: string }) {
  if (!error) return null;
  const { title, detail } = describeError(error, what);
  return (
    <div role="alert" className={classes.failure}>
      <b>{title}</b> {detail}
    </div>
  );
}
