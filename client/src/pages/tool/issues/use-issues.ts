// Writes issues and comments over HTTP. The result arrives through the document, for the author as for everyone else.
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import type { Editor } from '../../../editor/editor';
import { api } from '../../../protocol/api';
import type { IssueState, NewComment, NewIssue } from '../../../protocol/types';
import { describeError } from '../../queries/errors';
import { deleteDraft } from './use-comment-draft';

/** The draft place of a new issue's first comment. */
export const NEW_ISSUE = 'new';

function showError(error: unknown) {
  const { title, detail } = describeError(error, 'The issue');
  notifications.show({ color: 'red', title, message: `${detail} The issue is unchanged.` });
}

export function useCreateIssue(editor: Editor) {
  return useMutation({
    mutationFn: (issue: NewIssue) => api.createIssue(editor.info.id, issue),
    onSuccess: ({ id }) => {
      deleteDraft(editor, NEW_ISSUE);
      editor.startIssue(null);
      editor.setActiveIssue(id);
    },
  });
}

export function useComment(editor: Editor, issue: string) {
  return useMutation({
    mutationFn: (comment: NewComment) => api.comment(editor.info.id, issue, comment),
    onSuccess: () => deleteDraft(editor, issue),
  });
}

export function useIssueState(editor: Editor, issue: string) {
  return useMutation({
    mutationFn: (state: IssueState) => api.setIssueState(editor.info.id, issue, state),
    onError: showError,
  });
}

export function useDeleteIssue(editor: Editor, issue: string) {
  return useMutation({
    mutationFn: () => api.deleteIssue(editor.info.id, issue),
    onSuccess: () => {
      if (editor.activeIssue.get() === issue) editor.setActiveIssue(null);
    },
    onError: showError,
  });
}
