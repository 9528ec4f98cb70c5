// What becomes of a task while one of its items is open: how it is set up, at once. Lists and counts are not shown there, so
// they are not asked for, though everybody's work changes them all the time: they are only known to be old.
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
