// The tool page once its editor is open: its parts, and which of them are shown.
import { useLocalStorage } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import type { Editor } from '../../editor/editor';
import type { NotificationRow } from '../../protocol/notifications';
import type { Item, Me, Task } from '../../protocol/types';
import { NotificationBell } from '../notifications/NotificationBell';
import { UnlockDialog } from '../task/UnlockDialog';
import { Banners } from './banners/Banners';
import { useCanWork } from './banners/use-can-work';
import { CanvasHost } from './CanvasHost';
import { CommandPalette } from './commands/CommandPalette';
import { HelpDialog } from './commands/HelpDialog';
import type { HelpTopic } from './commands/help-text';
import { type PageCommands, pageActions } from './commands/page-actions';
import { ShortcutsDialog } from './commands/ShortcutsDialog';
import { useApplyKeyChanges } from './commands/use-key-changes';
import { usePageKeys } from './commands/use-page-keys';
import { EditorSettingsDialog } from './EditorSettingsDialog';
import { ToolHeader } from './header/ToolHeader';
import { IssuesPane } from './issues/IssuesPane';
import { LabelsPane } from './labels/LabelsPane';
import { QuickToolbar } from './QuickToolbar';
import { RejectItemDialog } from './review/RejectItemDialog';
import { ReviewPane } from './review/ReviewPane';
import { type ToolSearch, toolFilter } from './search';
import { FinishDialog } from './stage-changes/FinishDialog';
import { ReviseDialog } from './stage-changes/ReviseDialog';
import { SkipDialog } from './stage-changes/SkipDialog';
import { useFinish } from './stage-changes/use-finish';
import { useNeighbours } from './stage-changes/use-neighbours';
import classes from './ToolPage.module.css';
import { ToolRail } from './ToolRail';
import { useDeepLink } from './use-deep-link';
import { useEditorSettings } from './use-editor-settings';
import { useLink } from './use-link';
import { useSlice } from './use-slice';
import { useStageSync } from './use-stage-sync';
import { useTaskSync } from './use-task-sync';
import { useToasts } from './use-toasts';

type Dialog =
  | 'finish'
  | 'reject'
  | 'skip'
  | 'revise'
  | 'shortcuts'
  | 'settings'
  | 'palette'
  | 'unlock'
  | 'notifications'
  | null;

/** At this width the issues pane replaces the right pane, as in `ToolPage.module.css`. */
const ONE_PANE = '(max-width: 1240px)';

interface Props {
  editor: Editor;
  me: Me;
  task: Task;
  item: Item;
  search: ToolSearch;
}

export function Workspace({ editor, me, task, item, search }: Props) {
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<Dialog>(null);
  const [help, setHelp] = useState<HelpTopic | null>(null);
  const [showIssues, setShowIssues] = useLocalStorage({ key: 'countersign.tool.issues', defaultValue: false });
  const [showLabels, setShowLabels] = useLocalStorage({ key: 'countersign.tool.labels', defaultValue: true });
  const neighbours = useNeighbours(item.id, toolFilter(search));
  const finish = useFinish(editor, task, item);
  const copyLink = useLink(editor, search);
  useApplyKeyChanges();
  useEditorSettings(editor);
  useToasts(editor);
  useDeepLink(editor, search);
  useStageSync(editor, item);
  useTaskSync(editor, task);
  const mode = useSlice(editor.mode);
  const stage = useSlice(editor.item).stage;
  const canWork = useCanWork(editor);
  // `item.can` holds for the stage at which the item was fetched.
  const here = canWork && item.stage === stage;
  const canReject = here && item.can.judge;
  const canSkip = here && item.can.skip;
  const canRevise = here && item.can.revise;

  // A clicked pin or an issue started on the image opens the issues pane.
  const activeIssue = useSlice(editor.activeIssue);
  const draft = useSlice(editor.issueDraft);
  useEffect(() => {
    if (activeIssue !== null || draft !== null) setShowIssues(true);
  }, [activeIssue, draft, setShowIssues]);

  // The reason for a rejection is entered in the right pane.
  const rejecting = useSlice(editor.rejecting) !== null;
  useEffect(() => {
    if (!rejecting) return;
    setShowLabels(true);
    if (window.matchMedia(ONE_PANE).matches) setShowIssues(false);
  }, [rejecting, setShowLabels, setShowIssues]);

  const commands: PageCommands = useMemo(
    () => ({
      toTask: () =>
        void navigate({
          to: '/tasks/$taskId',
          params: { taskId: task.id },
          search: toolFilter(search),
        }),
      toPrevious: neighbours.toPrevious,
      toNext: neighbours.toNext,
      toggleIssues: () => setShowIssues((shown) => !shown),
      toggleLabels: () => setShowLabels((shown) => !shown),
      copyLink,
      finish: finish.move === null ? null : () => setDialog('finish'),
      reject_item: canReject ? () => setDialog('reject') : null,
      skip: canSkip ? () => setDialog('skip') : null,
      revise: canRevise ? () => setDialog('revise') : null,
      shortcuts: () => setDialog('shortcuts'),
      settings: () => setDialog('settings'),
      help: () => setHelp('saving'),
      notifications: () => setDialog('notifications'),
      palette: () => setDialog('palette'),
    }),
    [
      navigate,
      task.id,
      search,
      neighbours,
      setShowIssues,
      setShowLabels,
      copyLink,
      finish.move,
      canReject,
      canSkip,
      canRevise,
    ],
  );
  const list = useMemo(() => pageActions(commands), [commands]);
  usePageKeys(list);

  const close = () => setDialog(null);
  // Close the dialog of a stage change that is no longer possible, so that it does not reopen if the change becomes possible
  // again.
  const possible: Partial<Record<NonNullable<Dialog>, boolean>> = {
    finish: finish.move !== null || finish.pending,
    reject: canReject,
    skip: canSkip,
    revise: canRevise,
  };
  if (dialog !== null && possible[dialog] === false) close();
  /** Opens the issue of a notification about this item without navigating. Returns `false` for another item. */
  const showHere = ({ item_id, issue_id }: NotificationRow): boolean => {
    if (item_id !== item.id) return false;
    if (issue_id !== null && editor.issue(issue_id)) {
      setShowIssues(true);
      editor.setActiveIssue(issue_id);
      editor.revealIssue(issue_id);
    }
    return true;
  };
  return (
    <div className={classes.page}>
      <title>{`${item.file_name} · ${task.name} · Countersign`}</title>
      <ToolHeader
        editor={editor}
        task={task}
        item={item}
        search={search}
        neighbours={neighbours}
        commands={commands}
        issuesShown={showIssues}
        bell={
          <NotificationBell
            opened={dialog === 'notifications'}
            onChange={(opened) => setDialog(opened ? 'notifications' : null)}
            onShowHere={showHere}
          />
        }
        onHelp={setHelp}
      />
      <ToolRail editor={editor} onShortcuts={commands.shortcuts} />
      <main className={classes.stage} aria-label={`Image ${item.file_name}`}>
        <Banners
          editor={editor}
          state={task.state}
          item={item}
          onUnlock={() => setDialog('unlock')}
          onLeave={commands.toTask}
        />
        <CanvasHost editor={editor} />
        <QuickToolbar editor={editor} />
      </main>
      {showIssues && <IssuesPane editor={editor} onClose={() => setShowIssues(false)} />}
      {showLabels &&
        (mode === 'annotate' ? (
          <LabelsPane editor={editor} finish={finish} onFinish={() => setDialog('finish')} onRevise={commands.revise} />
        ) : (
          <ReviewPane
            editor={editor}
            finish={finish}
            onFinish={() => setDialog('finish')}
            onRejectItem={commands.reject_item}
          />
        ))}
      <RejectItemDialog
        editor={editor}
        task={task}
        item={item}
        opened={dialog === 'reject' && canReject}
        onClose={close}
      />
      <SkipDialog
        editor={editor}
        item={item}
        opened={dialog === 'skip' && canSkip}
        onClose={close}
        onLeave={commands.toTask}
      />
      <ReviseDialog task={task} item={item} opened={dialog === 'revise' && canRevise} onClose={close} />
      <FinishDialog editor={editor} finish={finish} opened={dialog === 'finish'} onClose={close} />
      <ShortcutsDialog opened={dialog === 'shortcuts'} onClose={close} />
      <EditorSettingsDialog
        editor={editor}
        opened={dialog === 'settings'}
        onClose={close}
        onShortcuts={commands.shortcuts}
      />
      <HelpDialog topic={help} onTopic={setHelp} onClose={() => setHelp(null)} />
      <CommandPalette editor={editor} pageActions={list} opened={dialog === 'palette'} onClose={close} />
      <UnlockDialog
        taskId={task.id}
        item={dialog === 'unlock' ? withLiveLock(editor, item, me) : null}
        onClose={close}
      />
    </div>
  );
}

/** Returns the item with the lock as the connection knows it, which is newer than the fetched one. */
function withLiveLock(editor: Editor, item: Item, me: Me): Item {
  const lock = editor.lock.get();
  if (!lock.holder) return item;
  const since = lock.since ?? item.updated_at;
  return { ...item, lock: { person: lock.holder, since, mine: lock.holder.id === me.id } };
}
