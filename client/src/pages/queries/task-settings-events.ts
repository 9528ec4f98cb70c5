// Follows a task while one of its items is open. Changed settings are read at once. Lists and counts are not shown there, so
// they are only marked as stale, although everyone's work changes them all the time.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../protocol/api';
import { followWhileVisible } from './event-stream';
import { listsKey } from './items';
import { refetchAfterEvent } from './refetch-after-event';
import { samplesKey } from './samples';
import { throttled } from './throttle';

const OLD_MS = 2_000;

export function useTaskSettingsEvents(task: string): void {
  const queries = useQueryClient();
  useEffect(() => {
    const markStale = throttled(() => {
      const refetchType = 'none';
      void queries.invalidateQueries({ queryKey: listsKey(task), refetchType });
      void queries.invalidateQueries({ queryKey: samplesKey(task), refetchType });
      void queries.invalidateQueries({ queryKey: ['task', task], exact: true, refetchType });
    }, OLD_MS);
    const changed = () => {
      markStale.run();
      refetchAfterEvent(queries, { queryKey: ['task', task] });
    };
    const end = followWhileVisible({
      url: api.taskEventsUrl(task),
      listeners: {
        // Events before the stream opened were missed.
        ready: changed,
        resync: changed,
        task: changed,
        lock: markStale.run,
        item: markStale.run,
        bulk: markStale.run,
      },
      onRefused: changed,
    });
    return () => {
      end();
      markStale.stop();
    };
  }, [queries, task]);
}
