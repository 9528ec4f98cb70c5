// The issues of the item (F85–F101): read live from the document, written over HTTP.
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconMapPin, IconMessagePlus, IconX } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import type { Editor } from '../../../editor/editor';
import { filterIssues, type IssueFilter, NO_FILTER } from '../../../kernels/issue-filter';
import { keyOf, WithKeys } from '../commands/CommandKeys';
import page from '../ToolPage.module.css';
import { useCopyLink } from '../use-link';
import { useSlice } from '../use-slice';
import { IssueFilterBar } from './IssueFilterBar';
import { IssueList } from './IssueList';
import classes from './IssuesPane.module.css';
import { subjectOf } from './issue-text';
import { NewIssue } from './NewIssue';

interface Props {
  editor: Editor;
  onClose: () => void;
}

const OPEN: IssueFilter = { ...NO_FILTER, state: 'open' };

export function IssuesPane({ editor, onClose }: Props) {
  const issues = useSlice(editor.issues);
  const active = useSlice(editor.activeIssue);
  const draft = useSlice(editor.issueDraft);
  const tool = useSlice(editor.tool);
  // Whether the person can comment depends on the stage.
  const { stage } = useSlice(editor.item);
  const [filter, setFilter] = useState(OPEN);
  const copyLink = useCopyLink(editor);
  const copyIssueLink = useCallback((issue: string) => copyLink({ issue }, 'Link to this issue copied'), [copyLink]);
  const blockedReason = editor.issuesDisabledReason();
  const { issue_tags: tags } = useSlice(editor.task);
  const words = useMemo(() => {
    const names = new Map(tags.map((tag) => [tag.id, tag.name]));
    return (issue: (typeof issues.all)[number]) =>
      [subjectOf(editor, issue), ...(issue.tags ?? []).map((tag) => names.get(tag) ?? '')].join('\n');
  }, [editor, tags]);

  const visible = useMemo(() => {
    const matching = filterIssues(issues.all, filter, editor.me.id, words);
    // The open issue stays regardless of the filter: it was opened directly, or has just been resolved.
    const extra = active === null ? undefined : issues.byId.get(active);
    if (extra === undefined) return matching;
    const kept = new Set(matching).add(extra);
    return issues.all.filter((issue) => kept.has(issue));
  }, [issues, filter, editor, words, active]);

  return (
    <aside className={page.issues} data-region="issues" aria-label="Issues" data-stage={stage}>
      <div className={classes.head}>
        <h2 className={classes.title}>Issues</h2>
        <ActionIcon size={24} aria-label="Hide issues" onClick={onClose}>
          <IconX size={15} />
        </ActionIcon>
      </div>
      <div className={classes.begin}>
        <Tooltip label={blockedReason ?? <WithKeys label="About the whole item" keys={keyOf('issues.new')} />}>
          <Button
            flex={1}
            variant="default"
            disabled={blockedReason !== null}
            leftSection={<IconMessagePlus size={15} stroke={1.8} />}
            onClick={() => editor.startIssue({ kind: 'file' })}
          >
            New issue
          </Button>
        </Tooltip>
        <Tooltip label={blockedReason ?? <WithKeys label="Click a place on the image" keys={keyOf('tool.pin')} />}>
          <Button
            flex={1}
            variant={tool.id === 'pin' ? 'light' : 'default'}
            aria-pressed={tool.id === 'pin'}
            disabled={blockedReason !== null}
            leftSection={<IconMapPin size={15} stroke={1.8} />}
            onClick={() => (tool.id === 'pin' ? editor.setTool('select') : editor.run('tool.pin'))}
          >
            Pin
          </Button>
        </Tooltip>
      </div>
      {blockedReason !== null && <p className={classes.why}>{blockedReason}.</p>}
      {draft && <NewIssue editor={editor} draft={draft} />}
      <IssueFilterBar issues={issues} tags={tags} filter={filter} onChange={setFilter} />
      {visible.length > 0 ? (
        <IssueList editor={editor} issues={visible} mayWrite={blockedReason === null} onCopyLink={copyIssueLink} />
      ) : (
        <EmptyIssues any={issues.all.length > 0} filter={filter} onClear={() => setFilter(NO_FILTER)} />
      )}
    </aside>
  );
}

function EmptyIssues({ any, filter, onClear }: { any: boolean; filter: IssueFilter; onClear: () => void }) {
  if (!any) {
    return (
      <div className={classes.none}>
        <b>No issues</b>
        <span>Ask a question or pin a place. Everyone on this item sees it at once.</span>
      </div>
    );
  }
  const narrowed = filter.kind !== null || filter.tag !== null || filter.who !== null || filter.text.trim() !== '';
  return (
    <div className={classes.none}>
      <b>{narrowed ? 'No matching issues' : filter.state === 'open' ? 'No open issues' : 'No resolved issues'}</b>
      {narrowed || filter.state === 'open' ? (
        <Button variant="default" size="compact-xs" onClick={onClear}>
          Show all issues
        </Button>
      ) : null}
    </div>
  );
}
