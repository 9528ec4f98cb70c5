// The form for a new issue (F96, F97): what it is about, its tags and its first comment.
import { Button, NumberInput, SegmentedControl } from '@mantine/core';
import { IconMapPin } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { Editor } from '../../../editor/editor';
import { openableKinds } from '../../../editor/issue-board';
import type { IssueDraft } from '../../../editor/state';
import type { FrameSpan, OpenedKind } from '../../../protocol/types';
import { TagPicker } from '../../../ui/TagPicker';
import { useSlice } from '../use-slice';
import { Composer } from './Composer';
import classes from './NewIssue.module.css';
import { NEW_ISSUE, useCreateIssue } from './use-issues';

const APPLY_TO: Record<OpenedKind, string> = {
  file: 'File',
  pinned: 'Pin',
  frame: 'Frame',
  frame_range: 'Frame range',
};

export function NewIssue({ editor, draft }: { editor: Editor; draft: IssueDraft }) {
  const { issue_tags } = useSlice(editor.task);
  const { stage } = useSlice(editor.item);
  const frame = useSlice(editor.frame);
  const create = useCreateIssue(editor);
  const [tags, setTags] = useState<readonly string[]>([]);
  const caption = useId();
  const form = useRef<HTMLElement>(null);

  const changeKind = (kind: OpenedKind) => {
    if (kind === 'file') editor.startIssue({ kind });
    else if (kind === 'pinned') editor.startIssue({ kind, anchor: null });
    else editor.startIssue({ kind, frames: { first: frame, last: frame } });
  };
  const blocked = blockedBy(draft, editor.info.media.frames);

  // The click that placed the pin moved the focus to the canvas. Move it to the comment.
  const placed = draft.kind === 'pinned' ? draft.anchor : null;
  useEffect(() => {
    if (placed !== null) form.current?.querySelector('textarea')?.focus();
  }, [placed]);

  return (
    <section ref={form} className={classes.form} aria-label="New issue">
      <div>
        <div className={classes.caption} id={caption}>
          Apply to
        </div>
        <SegmentedControl
          fullWidth
          aria-labelledby={caption}
          value={draft.kind}
          onChange={(kind) => changeKind(kind as OpenedKind)}
          data={openableKinds(stage, editor.info.media.frames).map((kind) => ({ value: kind, label: APPLY_TO[kind] }))}
        />
      </div>
      {draft.kind === 'pinned' && <PinField editor={editor} placed={draft.anchor !== null} />}
      {(draft.kind === 'frame' || draft.kind === 'frame_range') && (
        <FrameFields editor={editor} kind={draft.kind} frames={draft.frames} />
      )}
      <TagPicker tags={issue_tags} value={tags} onChange={setTags} />
      <Composer
        editor={editor}
        draftKey={NEW_ISSUE}
        label="Comment"
        placeholder="Describe the issue"
        send="Create issue"
        autoFocus
        blocked={blocked}
        pending={create.isPending}
        error={create.error}
        onSend={(comment, done) =>
          create.mutate(
            { ...comment, kind: draft.kind, ...targetOf(draft), ...(tags.length > 0 && { tags }) },
            { onSuccess: done },
          )
        }
        onCancel={() => editor.startIssue(null)}
      />
    </section>
  );
}

function targetOf(draft: IssueDraft) {
  switch (draft.kind) {
    case 'file':
      return {};
    case 'pinned':
      return draft.anchor === null ? {} : { anchor: draft.anchor };
    case 'frame':
    case 'frame_range':
      return { frames: draft.frames };
  }
}

function blockedBy(draft: IssueDraft, frames: number): string | null {
  if (draft.kind === 'pinned') return draft.anchor === null ? 'Place the pin first' : null;
  if (draft.kind === 'file') return null;
  const { first, last } = draft.frames;
  if (first > last) return 'The range ends before it begins';
  return first >= 0 && last < frames ? null : `Frames go from 0 to ${frames - 1}`;
}

function PinField({ editor, placed }: { editor: Editor; placed: boolean }) {
  const { x, y } = useSlice(editor.camera);
  const frame = useSlice(editor.frame);
  const middle = {
    x: Math.min(Math.max(x, 0), editor.size.width),
    y: Math.min(Math.max(y, 0), editor.size.height),
    frame,
  };
  return (
    <div className={classes.place}>
      <span className={classes.placeWord} role="status">
        <IconMapPin size={14} stroke={2} aria-hidden />
        {placed ? 'Pin placed' : 'Click a place on the image'}
      </span>
      {placed ? (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          onClick={() => editor.startIssue({ kind: 'pinned', anchor: null })}
        >
          Move pin
        </Button>
      ) : (
        // For keyboard use: move the view to the place, then pin its centre.
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          onClick={() => editor.startIssue({ kind: 'pinned', anchor: middle })}
        >
          Pin the centre of the view
        </Button>
      )}
    </div>
  );
}

function FrameFields({ editor, kind, frames }: { editor: Editor; kind: 'frame' | 'frame_range'; frames: FrameSpan }) {
  const end = editor.info.media.frames - 1;
  const set = (span: FrameSpan) => editor.startIssue({ kind, frames: span });
  const field = { min: 0, max: end, allowDecimal: false, clampBehavior: 'blur' } as const;
  if (kind === 'frame') {
    return (
      <NumberInput
        {...field}
        label="Frame"
        value={frames.first}
        onChange={(value) => typeof value === 'number' && set({ first: value, last: value })}
      />
    );
  }
  return (
    <div className={classes.range}>
      <NumberInput
        {...field}
        label="First frame"
        value={frames.first}
        onChange={(value) => typeof value === 'number' && set({ ...frames, first: value })}
      />
      <NumberInput
        {...field}
        label="Last frame"
        value={frames.last}
        onChange={(value) => typeof value === 'number' && set({ ...frames, last: value })}
      />
    </div>
  );
}
