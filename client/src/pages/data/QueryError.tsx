// A page whose data did not come.
import { ErrorState } from '../../ui/States';
import { describeError } from './errors';

export function QueryError({ error, what, onRetry }: { error: unknown; what: string; onRetry: () => void }) {
  const { title, detail, errorId } = describeError(error, what);
  return (
    <ErrorState title={title} errorId={errorId} onRetry={onRetry}>
      {detail}
    </ErrorState>
  );
}
