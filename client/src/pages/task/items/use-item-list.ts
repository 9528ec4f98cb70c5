// The list of the page: holds what has been read and reads what comes into view.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Span } from '../../queries/item-list';
import { itemsQuery, type ListQuery, setVisibleSpan } from '../../queries/items';

export function useItemList(task: string, query: ListQuery) {
  const queries = useQueryClient();
  const name = JSON.stringify(query);
  // Changes that were made on another page may not have been reported here.
  const first = useQuery({ ...itemsQuery(task, query), placeholderData: keepPreviousData, refetchOnMount: 'always' });
  const [failure, setFailure] = useState<unknown>(null);
  const state = useRef({ query, failed: false, span: null as Span | null });
  state.current.query = query;

  const read = useCallback(() => {
    const { span, query: now } = state.current;
    if (span === null) return;
    setVisibleSpan(queries, task, now, span).then(
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
      // A failed read is retried when the user asks for it, not on every scroll.
      if (!state.current.failed) read();
    },
    [read],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a different list starts afresh
  useEffect(() => {
    state.current.failed = false;
    setFailure(null);
  }, [name]);
  // New or stale data can leave rows in view that must be read.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs whenever the list changes
  useEffect(() => {
    if (!state.current.failed) read();
  }, [first.data, read]);

  return { ...first, onView, moreFailed: failure, readMore: read };
}
