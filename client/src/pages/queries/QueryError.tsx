// The error of a page whose data could not be loaded.
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
