// What the tool page reads from its URL: a shared link opens the same label at the same frame (F72).
import type { Stage } from '../../protocol/types';
import { isStage } from '../../ui/stages';

export interface ToolSearch {
  /** The label to select. */
  label?: string;
  frame?: number;
  /** The thread to open. */
  issue?: string;
  /** Previous and next keep to this stage. */
  stage?: Stage;
}

export function readToolSearch(search: Record<string, unknown>): ToolSearch {
  const found: ToolSearch = {};
  if (typeof search.label === 'string' && search.label.length <= 64) found.label = search.label;
  if (typeof search.issue === 'string' && search.issue.length <= 64) found.issue = search.issue;
  if (typeof search.frame === 'number' && Number.isInteger(search.frame) && search.frame > 0)
    found.frame = search.frame;
  if (isStage(search.stage)) found.stage = search.stage;
  return found;
}
