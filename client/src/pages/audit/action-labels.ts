// The names of audit log actions in the filter.
const LABELS: Readonly<Record<string, string>> = {
  'item.submit': 'Item submitted',
  'item.approve': 'Item approved',
  'item.accept': 'Item accepted',
  'item.reject': 'Item sent back',
  'item.revise': 'Item revised',
  'item.skip': 'Item skipped',
  'label.judge': 'Verdicts given',
  'issue.delete': 'Someone else’s issue deleted',
  'lock.release': 'Lock released',
  'lock.force': 'Item force-unlocked',
  'lock.hand_over': 'Lock handed over',
  'lock.take_over': 'Lock taken over',
  'lock.expire': 'Lock expired',
  'edit.refuse': 'Edit refused',
  'member.change': 'Member changed',
  'task.import': 'Task imported',
  'task.create': 'Task created',
  'task.items': 'Items added',
  'task.change': 'Task settings changed',
  'task.ontology': 'Ontology changed',
  'bulk.start': 'Bulk action started',
  'bulk.cancel': 'Bulk action cancelled',
  'sample.draw': 'Sample drawn',
  'sample.delete': 'Sample deleted',
  'sample.decide': 'Decision made on a sample',
  'dataset.create': 'Dataset created',
  'dataset.upload': 'Images added',
  'dataset.export': 'Dataset exported',
  'user.create': 'Account created',
  'user.change': 'Account changed',
};

export function actionLabel(action: string): string {
  return LABELS[action] ?? action;
}
