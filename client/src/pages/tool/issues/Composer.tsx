// The field for a comment: @ mentions people, Ctrl+Enter sends, Esc leaves. The text is kept if sending fails.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Editor } from '../../../editor/editor';
import { MAX_COMMENT_CHARS } from '../../../protocol/limits';
import type { NewComment } from '../../../protocol/types';
import { describeError } from '../../queries/errors';
import classes from './Composer.module.css';
import { MentionField } from './MentionField';
import { useCommentDraft } from './use-comment-draft';

/** From this length on, the number of characters left is shown. */
const SHOW_COUNT_FROM = MAX_COMMENT_CHARS - 500;

interface Props {
  editor: Editor;
  /** What the comment belongs to. The key of its draft. */
  draftKey: string;
  label: string;
  placeholder: string;
  send: string;
  autoFocus?: boolean;
  /** Why the comment cannot be sent yet, apart from an empty text. */
  blocked?: string | null;
  pending: boolean;
  error: unknown;
  onSend: (comment: NewComment, done: () => void) => void;
  onCancel?: () => void;
}

export function Composer(props: Props) {
  const { editor, draftKey, label, placeholder, send, autoFocus = false, blocked = null, pending, error } = props;
  const draft = useCommentDraft(editor, draftKey);
  const [focused, setFocused] = useState(autoFocus);
  const ready = draft.comment !== null && blocked === null && !pending;
  const submit = () => {
    if (ready && draft.comment) props.onSend(draft.comment, draft.clear);
  };
  const cancel = () => {
    draft.clear();
    props.onCancel?.();
  };
  const failure = error ? describeError(error, 'The comment') : null;
  const open = focused || draft.text !== '' || props.onCancel !== undefined;
  return (
    <div className={classes.composer}>
      <MentionField
        aria-label={label}
        placeholder={placeholder}
        autosize
        minRows={open ? 2 : 1}
        maxRows={10}
        maxLength={MAX_COMMENT_CHARS}
        autoFocus={autoFocus}
        value={draft.text}
        onChange={draft.setText}
        people={draft.people}
        onPicked={draft.addMention}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            submit();
          }
          if (event.key === 'Escape') {
            event.stopPropagation();
            event.currentTarget.blur();
            props.onCancel?.();
          }
        }}
      />
      {failure && (
        <div role="alert" className={classes.failure}>
          {failure.title} {failure.detail} Your text is still here.
        </div>
      )}
      {open && (
        <div className={classes.foot}>
          <span className={classes.hint}>
            {draft.text.length >= SHOW_COUNT_FROM
              ? `${MAX_COMMENT_CHARS - draft.text.length} characters left`
              : (blocked ?? 'Type @ to mention someone')}
          </span>
          {props.onCancel && (
            <Button variant="subtle" color="gray" size="compact-xs" onClick={cancel}>
              Cancel
            </Button>
          )}
          {/* Pressing must not move the focus, or the foot would collapse under the pointer. */}
          <Button
            size="compact-xs"
            disabled={!ready}
            loading={pending}
            title="Ctrl+Enter"
            onMouseDown={(event) => event.preventDefault()}
            onClick={submit}
          >
            {send}
          </Button>
        </div>
      )}
    </div>
  );
}
