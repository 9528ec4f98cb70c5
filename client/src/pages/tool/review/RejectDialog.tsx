// Asks for the reason of a rejection (F86): one for all labels, picked with one key if it was given before.
import { Button, Textarea, UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Editor } from '../../../editor/editor';
import { MAX_REASON_CHARS } from '../../../protocol/limits';
import { Keys } from '../../../ui/Keys';
import { TagPicker } from '../../../ui/TagPicker';
import { useSlice } from '../use-slice';
import classes from './RejectDialog.module.css';
import { recentReasons, rememberReason } from './recent-reasons';

/** Whether each label already has an issue about its rejection. The server reopens that issue and needs no new reason. */
function haveRejectionIssues(editor: Editor, labels: readonly string[]): boolean {
  const rejectedBefore = new Set(
    editor.issues.get().all.flatMap((issue) => (issue.kind === 'label_rejection' ? [issue.label] : [])),
  );
  return labels.every((id) => rejectedBefore.has(id));
}

export function RejectDialog({ editor, labels }: { editor: Editor; labels: readonly string[] }) {
  const user = editor.me.id;
  const recent = useMemo(() => recentReasons(user), [user]);
  const optional = useMemo(() => haveRejectionIssues(editor, labels), [editor, labels]);
  // Prefill the last reason, the likeliest one: Enter alone submits it.
  const [reason, setReason] = useState(optional ? '' : (recent[0] ?? ''));
  const [tags, setTags] = useState<readonly string[]>([]);
  const dialog = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const text = reason.trim();
  const ready = text !== '' || optional;
  const issueTags = useSlice(editor.task).issue_tags;

  useEffect(() => {
    const before = document.activeElement;
    // With recent reasons, focus the dialog so that keys pick one. Otherwise focus the field.
    if (recent.length > 0) dialog.current?.focus();
    else field.current?.focus();
    return () => {
      const back = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : null;
      (back ?? document.querySelector<HTMLElement>('[data-canvas]'))?.focus({ preventScroll: true });
    };
  }, [recent.length]);

  const close = () => editor.startReject(null);
  const confirm = () => {
    if (!ready) return;
    if (text !== '') rememberReason(user, text);
    close();
    editor.judge('rejected', labels, {
      ...(text !== '' && { reason: text }),
      ...(tags.length > 0 && { tags }),
    });
  };
  const toggleTag = (id: string) =>
    setTags((chosen) => (chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const writing = event.target === field.current;
    const onButton = event.target instanceof Element && event.target.closest('button, input') !== null;
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1] ?? (/^[1-9]$/.test(event.key) ? event.key : undefined);
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && !event.shiftKey && !onButton) confirm();
    else if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (digit !== undefined) {
      const index = Number(digit) - 1;
      const [tag, known] = [issueTags[index], recent[index]];
      if (event.shiftKey && tag !== undefined) toggleTag(tag.id);
      else if (!event.shiftKey && known !== undefined) setReason(known);
    } else if (event.key.length === 1 && event.key !== ' ') {
      // Typing means another reason: it replaces the one in the field.
      field.current?.focus();
      field.current?.select();
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const title = labels.length === 1 ? 'Reject 1 label' : `Reject ${labels.length} labels`;
  return (
    <div
      ref={dialog}
      className={classes.dialog}
      role="dialog"
      aria-modal="false"
      aria-labelledby="reject-title"
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <h3 id="reject-title" className={classes.title}>
        {title}
      </h3>
      {recent.length > 0 && (
        <ul className={classes.recent} aria-label="Recent reasons">
          {recent.map((known, index) => (
            <li key={known}>
              <UnstyledButton
                className={classes.known}
                aria-pressed={known === text}
                onClick={() => {
                  setReason(known);
                  dialog.current?.focus();
                }}
              >
                <Keys keys={String(index + 1)} />
                <span className="truncate">{known}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      <Textarea
        ref={field}
        aria-label="Reason"
        placeholder={optional ? 'New reason (optional)' : 'What is wrong?'}
        description={labels.length > 1 ? 'One reason for all of them. Each label gets its own issue.' : undefined}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={MAX_REASON_CHARS}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <TagPicker tags={issueTags} value={tags} onChange={setTags} showKeys />
      <div className={classes.foot}>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={close}>
          Cancel
        </Button>
        <Button size="compact-sm" color="red" disabled={!ready} rightSection={<Keys keys="↵" />} onClick={confirm}>
          {title}
        </Button>
      </div>
    </div>
  );
}
