// Follows a task while one of its items is open. Changed settings are read at once. Lists and counts are not shown there, so
// they are only marked as stale, although everyone's work changes them all the time.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../protocol/api';
import { followWhileVisible } from './event-stream';
import { listsKey } from './items';
import { readAgain } from './read-again';
import { samplesKey } from './samples';
import { throttled } from './throttle';

const OLD_MS = 2_000;

export function useTaskChanges(task: string): void {
  const queries = useQueryClient();
  useEffect(() => {
    const old = throttled(() => {
      const refetchType = 'none';
      void queries.invalidateQueries({ queryKey: listsKey(task), refetchType });
      void queries.invalidateQueries({ queryKey: samplesKey(task), refetchType });
      void queries.invalidateQueries({ queryKey: ['task', task], exact: true, refetchType });
    }, OLD_MS);
    const changed = () => {
      old.run();
      readAgain(queries, { queryKey: ['task', task] });
    };
    const end = followWhileVisible({
      url: api.taskEventsUrl(task),
      on: {
        // Events before the stream opened were missed.
        ready: changed,
        resync: changed,
        task: changed,
        lock: old.run,
        item: old.run,
        bulk: old.run,
      },
      onRefused: changed,
    });
    return () => {
      end();
      old.stop();
    };
  }, [queries, task]);
}
