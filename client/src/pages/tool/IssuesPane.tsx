// Comment threads on the item (F85, F89, F90, F98, F99): live from the document, written over HTTP.
import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core';
import { IconMapPin, IconMessageCircle, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Editor } from '../../editor/editor';
import type { Item, Me, Task } from '../../protocol/types';
import { canManage } from '../task/TaskLayout';
import { Composer } from './Composer';
import classes from './IssuesPane.module.css';
import { IssueThread } from './IssueThread';
import { keysOf, WithKeys } from './ToolHeader';
import page from './ToolPage.module.css';
import { useCreateIssue } from './use-issues';
import { useSlice } from './use-slice';

interface Props {
  editor: Editor;
  me: Me;
  task: Task;
  item: Item;
  onClose: () => void;
}

type Shown = 'open' | 'all';

export function IssuesPane({ editor, me, task, item, onClose }: Props) {
  const issues = useSlice(editor.issues);
  const active = useSlice(editor.activeIssue);
  const draft = useSlice(editor.issueDraft);
  const tool = useSlice(editor.tool);
  const [shown, setShown] = useState<Shown>('open');
  const list = useRef<HTMLDivElement>(null);
  const visible = issues.all.filter((issue) => shown === 'all' || issue.state === 'open' || issue.id === active);

  useEffect(() => {
    if (active === null) return;
    list.current?.querySelector(`[data-issue="${CSS.escape(active)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  return (
    <aside className={page.issues} data-region="issues" aria-label="Issues">
      <div className={classes.head}>
        <h2 className={classes.title}>Issues</h2>
        <SegmentedControl
          aria-label="Which issues"
          value={shown}
          onChange={(value) => setShown(value === 'all' ? 'all' : 'open')}
          data={[
            { value: 'open', label: `Open ${issues.open}` },
            { value: 'all', label: `All ${issues.all.length}` },
          ]}
        />
        <ActionIcon size={24} aria-label="Hide issues" onClick={onClose}>
          <IconX size={15} />
        </ActionIcon>
      </div>
      <div className={classes.begin}>
        <Tooltip label={<WithKeys label="About the whole item" keys={keysOf('issues.new')} />}>
          <Button
            flex={1}
            variant="default"
            leftSection={<IconMessageCircle size={15} stroke={1.8} />}
            onClick={() => editor.startIssue({ kind: 'file' })}
          >
            New issue
          </Button>
        </Tooltip>
        <Tooltip label={<WithKeys label="Click the place on the picture" keys={keysOf('tool.pin')} />}>
          <Button
            flex={1}
            variant={tool.id === 'pin' ? 'light' : 'default'}
            aria-pressed={tool.id === 'pin'}
            leftSection={<IconMapPin size={15} stroke={1.8} />}
            onClick={() => editor.setTool(tool.id === 'pin' ? 'select' : 'pin')}
          >
            Pin
          </Button>
        </Tooltip>
      </div>
      {draft && <NewIssue key={draft.kind} editor={editor} item={item} />}
      <div ref={list} className={classes.list}>
        {visible.map((issue) => (
          <IssueThread
            key={issue.id}
            editor={editor}
            issue={issue}
            item={item}
            active={issue.id === active}
            mayDelete={issue.by === me.id || canManage(task, me)}
          />
        ))}
        {visible.length === 0 && !draft && (
          <div className={classes.none}>
            <b>{issues.all.length === 0 ? 'No issues' : 'Nothing open'}</b>
            <span>
              {issues.all.length === 0
                ? 'Ask a question or point at a place. Everyone on this item sees it at once.'
                : 'All threads are resolved. “All” shows them.'}
            </span>
          </div>
        )}
      </div>
    </aside>
  );
}

function NewIssue({ editor, item }: { editor: Editor; item: Item }) {
  const draft = useSlice(editor.issueDraft);
  const create = useCreateIssue(editor, item.id);
  if (!draft) return null;
  return (
    <div className={classes.draft}>
      <div className={classes.draftHead}>
        {draft.kind === 'pinned' ? <IconMapPin size={14} aria-hidden /> : <IconMessageCircle size={14} aria-hidden />}
        {draft.kind === 'pinned' ? 'New issue, pinned to the picture' : 'New issue about the whole item'}
      </div>
      <Composer
        label="Comment"
        placeholder="What is it about?"
        send="Create issue"
        autoFocus
        pending={create.isPending}
        error={create.error}
        onSend={(text, done) => create.mutate({ draft, text }, { onSuccess: done })}
        onCancel={() => editor.startIssue(null)}
      />
    </div>
  );
}
