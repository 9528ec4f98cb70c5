// Which of my tasks stands under which heading of My Tasks.
import type { Stage, TaskCard } from '../protocol/types';
import { ROLE_STAGE } from '../ui/stages';

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

/** A task stands in the group of every stage that I work at; who only manages it finds it in a group of its own. */
export function groupTasks(tasks: readonly TaskCard[], view: TasksView): Group[] {
  const groups: Group[] = GROUPS.map((group) => ({ ...group, tasks: [] }));
  for (const task of tasks) {
    const stages = task.roles.map((role) => ROLE_STAGE[role]).filter((stage) => stage !== null);
    for (const group of groups) {
      const key = group.key;
      const open = key === 'manage' ? task.total - task.stages.complete : task.todo[key];
      const mine = key === 'manage' ? stages.length === 0 : stages.includes(key);
      if (mine && open > 0 === (view === 'todo')) group.tasks.push({ task, count: open });
    }
  }
  return groups.filter((group) => group.tasks.length > 0);
}
