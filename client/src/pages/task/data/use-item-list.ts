// The list of the page: what was read of it, and reading what comes into view.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Span } from '../../data/item-list';
import { itemsQuery, type ListQuery, showSpan } from '../../data/items';

export function useItemList(task: string, query: ListQuery) {
  const queries = useQueryClient();
  const name = JSON.stringify(query);
  // What was changed on another page may not have been told here.
  const first = useQuery({ ...itemsQuery(task, query), placeholderData: keepPreviousData, refetchOnMount: 'always' });
  const [failure, setFailure] = useState<unknown>(null);
  const state = useRef({ query, failed: false, span: null as Span | null });
  state.current.query = query;

  const read = useCallback(() => {
    const { span, query: now } = state.current;
    if (span === null) return;
    showSpan(queries, task, now, span).then(
      () => {
        state.current.failed = false;
        setFailure(null);
      },
      (error: unknown) => {
        state.current.failed = true;
        setFailure(error);
      },
    );
  }, [queries, task]);

  const onView = useCallback(
    (span: Span) => {
      state.current.span = span;
      // What failed is tried again when the person says so, not at each turn of the wheel.
      if (!state.current.failed) read();
    },
    [read],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins anew
  useEffect(() => {
    state.current.failed = false;
    setFailure(null);
  }, [name]);
  // What came, or was marked as old, may leave something in view to be read.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked whenever the list is another
  useEffect(() => {
    if (!state.current.failed) read();
  }, [first.data, read]);

  return { ...first, onView, moreFailed: failure, readMore: read };
}
