// The actions of the log, as the filter names them.
const LABELS: Readonly<Record<string, string>> = {
  'item.submit': 'Item submitted',
  'item.approve': 'Item approved',
  'item.accept': 'Item accepted',
  'item.reject': 'Item sent back',
  'item.revise': 'Item revised',
  'item.skip': 'Item skipped',
  'label.judge': 'Labels judged',
  'issue.delete': 'Issue of another deleted',
  'lock.release': 'Lock released',
  'lock.force': 'Unlocked by force',
  'lock.hand_over': 'Lock handed over',
  'lock.take_over': 'Lock taken over',
  'lock.expire': 'Lock ran out',
  'edit.refuse': 'Edit refused',
  'member.change': 'Member changed',
  'task.import': 'Task imported',
  'task.create': 'Task made',
  'task.items': 'Items added',
  'task.change': 'Task settings changed',
  'task.ontology': 'Classes changed',
  'bulk.start': 'Action on many items begun',
  'bulk.cancel': 'Action on many items stopped',
  'sample.draw': 'Sample drawn',
  'sample.delete': 'Sample deleted',
  'sample.decide': 'Sample decided',
  'dataset.create': 'Dataset made',
  'dataset.upload': 'Pictures added',
  'dataset.export': 'Dataset exported',
  'user.create': 'Account made',
  'user.change': 'Account changed',
};

export function actionLabel(action: string): string {
  return LABELS[action] ?? action;
}
