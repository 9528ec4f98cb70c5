// Which of my tasks stands under which heading of My Tasks, and where its buttons lead. Pure.
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

/** A task stands in the group of every stage that I work at; who only manages it, and whoever is setting it up, finds it in
 * a group of its own. */
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

/** A draft waits for its manager, whatever it holds; a closed task for nobody. */
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

/** What the button of a group opens: the items of its stage; where items are handed out, those handed to me. */
export function workFilter(task: TaskCard, stage: WorkStage, me: string): ItemFilter {
  return { stage, ...(task.distribution === 'assigned' && !task.roles.includes('admin') && { assignee: me }) };
}

/** What was sent back to me and that I have not handed on since. */
export function rejectedFilter(me: string): ItemFilter {
  return { status: 'sent_back', assignee: me };
}

/** What I sent back and that came again (F32). */
export function againFilter(me: string): ItemFilter {
  return { status: 'resubmitted', returned_by: me };
}
