// The tools, from the action registry. The tooltip of a disabled tool says why.
import { ActionIcon, Tooltip } from '@mantine/core';
import {
  IconFocus2,
  IconHandStop,
  IconKeyboard,
  IconMapPin,
  IconPointer,
  IconPolygon,
  IconSquare,
  IconTool,
} from '@tabler/icons-react';
import { actions, isEnabled } from '../../actions';
import type { Editor } from '../../editor/editor';
import type { EditPermission, ToolId } from '../../editor/state';
import { keyOf, WithKeys } from './commands/CommandKeys';
import page from './ToolPage.module.css';
import classes from './ToolRail.module.css';
import { useSlice } from './use-slice';

const ICONS: Record<ToolId, typeof IconTool> = {
  select: IconPointer,
  box: IconSquare,
  polygon: IconPolygon,
  pan: IconHandStop,
  pin: IconMapPin,
};

const DISABLED_REASON: Record<Extract<EditPermission, { allowed: false }>['why'], string> = {
  connecting: 'the item is loading',
  role: 'not available to your role at this stage',
  stage: 'not available at this stage',
  storage_down: 'not available while the server cannot save',
  lock_free: 'start editing first',
  other_tab: 'you are editing in another tab',
  other_user: 'someone else is editing',
  stopped: 'not connected',
  review: 'choose “Edit labels” first',
  view_only: 'not available in QA',
  paused: 'the task is not accepting work',
  assigned: 'the item is assigned to someone else',
};

function disabledReason(editor: Editor, tool: ToolId, permission: EditPermission, readOnly: boolean): string {
  if (tool === 'pin') return ` · ${editor.issuesDisabledReason()}`;
  return permission.allowed || readOnly ? '' : ` · ${DISABLED_REASON[permission.why]}`;
}

export function ToolRail({ editor, onShortcuts }: { editor: Editor; onShortcuts: () => void }) {
  const tool = useSlice(editor.tool);
  const permission = useSlice(editor.permission);
  // Which tools are enabled depends on more than the permission: rerender on each of these.
  useSlice(editor.activeClass);
  useSlice(editor.connection);
  const mode = useSlice(editor.mode);
  useSlice(editor.item);
  return (
    <aside className={page.rail} data-region="tools" aria-label="Tools">
      <div className={classes.rail} role="toolbar" aria-label="Tools" aria-orientation="vertical">
        {mode !== 'annotate' && <SingleLabelToggle editor={editor} />}
        {actions
          .filter((action) => action.group === 'tools')
          .map((action) => {
            const id = action.id.replace(/^tool\./, '') as ToolId;
            const Icon = ICONS[id] ?? IconTool;
            const enabled = isEnabled(editor, action);
            const why = enabled ? '' : disabledReason(editor, id, permission, action.allowedReadOnly === true);
            return (
              <Tooltip
                key={action.id}
                position="right"
                label={<WithKeys label={`${action.label}${why}`} keys={keyOf(action.id)} />}
              >
                <ActionIcon
                  size={32}
                  aria-label={action.label}
                  aria-pressed={tool.id === id}
                  aria-disabled={!enabled}
                  data-off={!enabled || undefined}
                  className={classes.tool}
                  variant={tool.id === id ? 'light' : 'subtle'}
                  color={tool.id === id ? 'accent' : 'gray'}
                  onClick={() => editor.run(action.id)}
                >
                  <Icon size={18} stroke={1.7} />
                </ActionIcon>
              </Tooltip>
            );
          })}
        <div className={classes.end}>
          <Tooltip position="right" label={<WithKeys label="Keyboard shortcuts" keys={keyOf('page.shortcuts')} />}>
            <ActionIcon size={32} aria-label="Keyboard shortcuts" onClick={onShortcuts}>
              <IconKeyboard size={18} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
    </aside>
  );
}

/** Toggles single-label mode (F37). At the top left, above the tools. */
function SingleLabelToggle({ editor }: { editor: Editor }) {
  const single = useSlice(editor.single);
  return (
    <>
      <Tooltip
        position="right"
        label={
          <WithKeys label="Single-label mode: one label at a time, zoomed in" keys={keyOf('review.single_label')} />
        }
      >
        <ActionIcon
          size={32}
          aria-label="Single-label mode"
          aria-pressed={single}
          variant={single ? 'filled' : 'subtle'}
          color={single ? 'accent' : 'gray'}
          onClick={() => editor.setSingle(!single)}
        >
          <IconFocus2 size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <span className={classes.line} aria-hidden="true" />
    </>
  );
}
