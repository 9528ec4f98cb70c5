// Writing to comment threads. What was written comes back through the document, to me as to everyone.
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import type { Editor } from '../../editor/editor';
import { api } from '../../protocol/api';
import type { IssueState, NewComment, NewIssue } from '../../protocol/types';
import { describeError } from '../data/errors';
import { forgetDraft } from './use-comment-draft';

/** The place of the draft of a new thread's first comment. */
export const NEW_ISSUE = 'new';

function tell(error: unknown) {
  const { title, detail } = describeError(error, 'The thread');
  notifications.show({ color: 'red', title, message: `${detail} The thread is as it was.` });
}

export function useCreateIssue(editor: Editor) {
  return useMutation({
    mutationFn: (issue: NewIssue) => api.createIssue(editor.info.id, issue),
    onSuccess: ({ id }) => {
      forgetDraft(editor, NEW_ISSUE);
      editor.startIssue(null);
      editor.setActiveIssue(id);
    },
  });
}

export function useComment(editor: Editor, issue: string) {
  return useMutation({
    mutationFn: (comment: NewComment) => api.comment(editor.info.id, issue, comment),
    onSuccess: () => forgetDraft(editor, issue),
  });
}

export function useIssueState(editor: Editor, issue: string) {
  return useMutation({
    mutationFn: (state: IssueState) => api.setIssueState(editor.info.id, issue, state),
    onError: tell,
  });
}

export function useDeleteIssue(editor: Editor, issue: string) {
  return useMutation({
    mutationFn: () => api.deleteIssue(editor.info.id, issue),
    onSuccess: () => {
      if (editor.activeIssue.get() === issue) editor.setActiveIssue(null);
    },
    onError: tell,
  });
}
