// When the document says that the item moved on, what I may do with it is asked anew, and the editor is told.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Editor } from '../../editor/editor';
import type { Item } from '../../protocol/types';
import { itemQuery } from '../data/items';
import { taskQuery } from '../data/tasks';
import { useSlice } from './use-slice';

export function useStageNews(editor: Editor, item: Item): void {
  const queries = useQueryClient();
  const { stage } = useSlice(editor.item);
  const { why } = useSlice(editor.access);
  const known = useRef(why);
  useEffect(() => editor.setItem(item), [editor, item]);
  useEffect(() => {
    if (stage !== item.stage) void queries.invalidateQueries({ queryKey: itemQuery(item.id).queryKey });
  }, [queries, stage, item.stage, item.id]);
  // Why one may not work here any more, or may again, stands with the item and the task.
  useEffect(() => {
    if (known.current === why) return;
    known.current = why;
    void queries.invalidateQueries({ queryKey: itemQuery(item.id).queryKey });
    void queries.invalidateQueries({ queryKey: taskQuery(item.task_id).queryKey, exact: true });
  }, [queries, why, item.id, item.task_id]);
}
