// The draft of a comment: its text and mentions. It is kept while its field is not shown.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Editor } from '../../../editor/editor';
import { mentionedIn } from '../../../kernels/comment-text';
import { MAX_MENTIONS } from '../../../protocol/limits';
import type { NewComment, Person } from '../../../protocol/types';
import { membersQuery } from '../../queries/tasks';

interface Draft {
  readonly text: string;
  readonly chosen: ReadonlySet<string>;
}

const EMPTY_DRAFT: Draft = { text: '', chosen: new Set() };
const drafts = new WeakMap<Editor, Map<string, Draft>>();

function draftsOf(editor: Editor): Map<string, Draft> {
  const known = drafts.get(editor) ?? new Map<string, Draft>();
  drafts.set(editor, known);
  return known;
}

/** Deletes the draft of a comment that was sent, even if its field has unmounted since. */
export function deleteDraft(editor: Editor, draftKey: string): void {
  drafts.get(editor)?.delete(draftKey);
}

export interface CommentDraft {
  readonly text: string;
  readonly people: readonly Person[];
  setText: (text: string) => void;
  addMention: (person: Person) => void;
  clear: () => void;
  /** `null` while there is nothing to send. */
  readonly comment: NewComment | null;
}

/** Returns the draft for `draftKey`, which names what the comment belongs to. Fields with the same key share a draft. */
export function useCommentDraft(editor: Editor, draftKey: string): CommentDraft {
  const members = useQuery(membersQuery(editor.task.get().id));
  const [draft, setDraft] = useState<Draft>(() => draftsOf(editor).get(draftKey) ?? EMPTY_DRAFT);
  useEffect(() => {
    draftsOf(editor).set(draftKey, draft);
  }, [editor, draftKey, draft]);
  const people = useMemo(
    () => (members.data ?? []).map((member) => member.person).filter((person) => person.id !== editor.me.id),
    [members.data, editor],
  );
  const text = draft.text.trim();
  const mentions = mentionedIn(text, people, draft.chosen).slice(0, MAX_MENTIONS);
  return {
    text: draft.text,
    people,
    setText: (next) => setDraft((now) => ({ ...now, text: next })),
    addMention: (person) => setDraft((now) => ({ ...now, chosen: new Set(now.chosen).add(person.id) })),
    clear: () => setDraft(EMPTY_DRAFT),
    comment: text === '' ? null : { text, ...(mentions.length > 0 && { mentions }) },
  };
}
