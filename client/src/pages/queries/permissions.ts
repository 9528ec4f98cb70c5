// What a user may do in a task, for showing or hiding controls. The server decides.
import type { Me, Task } from '../../protocol/types';

export function canManage(task: Pick<Task, 'roles'>, me: Me): boolean {
  return me.is_admin || task.roles.includes('admin');
}

/** Returns whether the user may accept and reject items in acceptance. */
export function canInspect(task: Pick<Task, 'roles'>, me: Me): boolean {
  return canManage(task, me) || task.roles.includes('inspector');
}
