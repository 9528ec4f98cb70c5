// Writing to comment threads. What was written comes back through the document, to me as to everyone.
import { useMutation } from '@tanstack/react-query';
import type { Editor } from '../../editor/editor';
import type { IssueDraft } from '../../editor/state';
import { api } from '../../protocol/api';
import type { IssueState } from '../../protocol/types';

export function useCreateIssue(editor: Editor, item: string) {
  return useMutation({
    mutationFn: ({ draft, text }: { draft: IssueDraft; text: string }) => api.createIssue(item, { ...draft, text }),
    onSuccess: ({ id }) => {
      editor.startIssue(null);
      editor.setActiveIssue(id);
    },
  });
}

export function useComment(item: string, issue: string) {
  return useMutation({ mutationFn: (text: string) => api.comment(item, issue, text) });
}

export function useIssueState(item: string, issue: string) {
  return useMutation({ mutationFn: (state: IssueState) => api.setIssueState(item, issue, state) });
}

export function useDeleteIssue(editor: Editor, item: string, issue: string) {
  return useMutation({
    mutationFn: () => api.deleteIssue(item, issue),
    onSuccess: () => {
      if (editor.activeIssue.get() === issue) editor.setActiveIssue(null);
    },
  });
}
