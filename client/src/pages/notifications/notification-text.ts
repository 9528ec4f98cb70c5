// The sentence of a notification, in parts around the person and the file name.
import type { NotificationKind, NotificationRow } from '../../protocol/notifications';

export interface NotificationText {
  /** The words before the file name. */
  before: string;
  /** The words after the file name. */
  after: string;
}

type Words = Record<NotificationKind, NotificationText>;

const WITH_ACTOR: Words = {
  rejected: { before: 'sent', after: 'back to you' },
  revised: { before: 'revised', after: 'and sent it back to you' },
  mentioned: { before: 'mentioned you on', after: '' },
  answered: { before: 'replied to your issue on', after: '' },
  resolved: { before: 'resolved your issue on', after: '' },
  unlocked: { before: 'unlocked', after: 'while you were editing it' },
};

/** The words for a notification without a person: nobody caused it, or their account was deleted. */
const WITHOUT_ACTOR: Words = {
  rejected: { before: '', after: 'came back to you' },
  revised: { before: '', after: 'was revised and came back to you' },
  mentioned: { before: 'You were mentioned on', after: '' },
  answered: { before: 'New reply to your issue on', after: '' },
  resolved: { before: 'Your issue was resolved on', after: '' },
  unlocked: { before: '', after: 'was unlocked while you were editing it' },
};

export function notificationText({ kind, actor }: Pick<NotificationRow, 'kind' | 'actor'>): NotificationText {
  return (actor === null ? WITHOUT_ACTOR : WITH_ACTOR)[kind];
}

export function sentenceOf(row: Pick<NotificationRow, 'kind' | 'actor' | 'file_name'>): string {
  const { before, after } = notificationText(row);
  return [row.actor?.name, before, row.file_name, after].filter(Boolean).join(' ');
}
