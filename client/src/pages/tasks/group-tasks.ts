// Groups tasks for My Tasks and builds the filters that its buttons open. Pure.
import type { ItemFilter, Stage, TaskCard } from '../../protocol/types';
import { ROLE_STAGE } from '../../ui/stages';

export type TasksView = 'todo' | 'done';
type WorkStage = Exclude<Stage, 'complete'>;

export interface Group {
  key: WorkStage | 'manage';
  title: string;
  tasks: { task: TaskCard; count: number }[];
}

const GROUPS: readonly { key: Group['key']; title: string }[] = [
  { key: 'annotate', title: 'Annotate' },
  { key: 'review', title: 'Review' },
  { key: 'acceptance', title: 'Acceptance' },
  { key: 'manage', title: 'Managed by you' },
];

/** Puts a task in the group of every stage that I work at. Drafts and tasks that I only manage are in the "manage" group. */
export function groupTasks(tasks: readonly TaskCard[], view: TasksView): Group[] {
  const groups: Group[] = GROUPS.map((group) => ({ ...group, tasks: [] }));
  for (const task of tasks) {
    const stages = task.roles.map((role) => ROLE_STAGE[role]).filter((stage) => stage !== null);
    for (const group of groups) {
      const key = group.key;
      const open = key === 'manage' ? task.total - task.stages.complete : task.todo[key];
      const managed = stages.length === 0 || task.state === 'draft';
      const mine = key === 'manage' ? managed : !managed && stages.includes(key);
      if (mine && isToDo(task, open) === (view === 'todo')) group.tasks.push({ task, count: open });
    }
  }
  return groups.filter((group) => group.tasks.length > 0);
}

/** Returns whether a task is to do: a draft always is, a closed task never, any other while it has open items. */
function isToDo(task: TaskCard, open: number): boolean {
  switch (task.state) {
    case 'draft':
      return true;
    case 'closed':
      return false;
    case 'open':
    case 'paused':
      return open > 0;
  }
}

/** Returns the filter that a group's button opens: the items of its stage, and for non-admins only those assigned to them
 * if the task assigns items. */
export function stageFilter(task: TaskCard, stage: WorkStage, me: string): ItemFilter {
  return { stage, ...(task.distribution === 'assigned' && !task.roles.includes('admin') && { assignee: me }) };
}

/** Matches items that were sent back to me and that I have not resubmitted since. */
export function returnedToMeFilter(me: string): ItemFilter {
  return { status: 'sent_back', assignee: me };
}

/** Matches items that I sent back and that were resubmitted (F32). */
export function resubmittedFilter(me: string): ItemFilter {
  return { status: 'resubmitted', returned_by: me };
}
