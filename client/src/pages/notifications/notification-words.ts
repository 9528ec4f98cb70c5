// What a notification says, in parts: who, what they did, and to which picture.
import type { NotificationKind, NotificationRow } from '../../protocol/notifications';

export interface Said {
  /** Before the file's name. */
  before: string;
  /** After it. */
  after: string;
}

type Words = Record<NotificationKind, Said>;

const BY_SOMEONE: Words = {
  rejected: { before: 'sent', after: 'back to you' },
  revised: { before: 'took', after: 'up again, back to you' },
  mentioned: { before: 'mentioned you on', after: '' },
  answered: { before: 'answered your issue on', after: '' },
  resolved: { before: 'resolved your issue on', after: '' },
  unlocked: { before: 'unlocked', after: 'while you were editing it' },
};

/** Nobody did it, or their account is gone. */
const BY_ITSELF: Words = {
  rejected: { before: '', after: 'came back to you' },
  revised: { before: '', after: 'was taken up again, and came back to you' },
  mentioned: { before: 'You were mentioned on', after: '' },
  answered: { before: 'Your issue was answered on', after: '' },
  resolved: { before: 'Your issue was resolved on', after: '' },
  unlocked: { before: '', after: 'was unlocked while you were editing it' },
};

export function wordsOf({ kind, actor }: Pick<NotificationRow, 'kind' | 'actor'>): Said {
  return (actor === null ? BY_ITSELF : BY_SOMEONE)[kind];
}

export function sentenceOf(row: Pick<NotificationRow, 'kind' | 'actor' | 'file_name'>): string {
  const { before, after } = wordsOf(row);
  return [row.actor?.name, before, row.file_name, after].filter(Boolean).join(' ');
}
