// Who may do what in a task, as far as its pages show it; the server decides.
import type { Me, Task } from '../../protocol/types';

export function canManage(task: Pick<Task, 'roles'>, me: Me): boolean {
  return me.is_admin || task.roles.includes('admin');
}

/** Judges what is in acceptance. */
export function mayInspect(task: Pick<Task, 'roles'>, me: Me): boolean {
  return canManage(task, me) || task.roles.includes('inspector');
}
