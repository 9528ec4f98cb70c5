// Refetches what the person may do when the document reports a stage change, and passes the new item to the editor.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Editor } from '../../editor/editor';
import type { Item } from '../../protocol/types';
import { itemQuery } from '../queries/items';
import { taskQuery } from '../queries/tasks';
import { useSlice } from './use-slice';

export function useStageSync(editor: Editor, item: Item): void {
  const queries = useQueryClient();
  const { stage } = useSlice(editor.item);
  const { why } = useSlice(editor.access);
  const known = useRef(why);
  useEffect(() => editor.setItem(item), [editor, item]);
  useEffect(() => {
    if (stage !== item.stage) void queries.invalidateQueries({ queryKey: itemQuery(item.id).queryKey });
  }, [queries, stage, item.stage, item.id]);
  // The reason why work is blocked comes with the item and the task, so both are refetched when it changes.
  useEffect(() => {
    if (known.current === why) return;
    known.current = why;
    void queries.invalidateQueries({ queryKey: itemQuery(item.id).queryKey });
    void queries.invalidateQueries({ queryKey: taskQuery(item.task_id).queryKey, exact: true });
  }, [queries, why, item.id, item.task_id]);
}
