// When the document says that the item moved on, what I may do with it is asked anew, and the editor is told.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Editor } from '../../editor/editor';
import type { Item } from '../../protocol/types';
import { itemQuery } from '../data/items';
import { useSlice } from './use-slice';

export function useStageNews(editor: Editor, item: Item): void {
  const queries = useQueryClient();
  const { stage } = useSlice(editor.item);
  useEffect(() => editor.setItem(item), [editor, item]);
  useEffect(() => {
    if (stage !== item.stage) void queries.invalidateQueries({ queryKey: itemQuery(item.id).queryKey });
  }, [queries, stage, item.stage, item.id]);
}
