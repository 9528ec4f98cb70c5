// The judged labels (F45, F46): a click highlights one, its tick or cross reverts it to pending (F50, F51).
import { IconCheck, IconX } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { Editor } from '../../../editor/editor';
import type { LabelView } from '../../../editor/state';
import { LabelList } from '../labels/LabelList';
import { useSlice } from '../use-slice';
import classes from './ReviewPane.module.css';

export function CompletedPane({ editor }: { editor: Editor }) {
  const { verdicts, approved, rejected } = useSlice(editor.review);
  const only = useCallback((label: LabelView) => verdicts.has(label.id), [verdicts]);
  return (
    <>
      <div className={classes.head}>
        <h3 className={classes.caption}>
          Completed <span className="tnum dim">{approved + rejected}</span>
        </h3>
        <span className={`${classes.counts} tnum`}>
          <span className={classes.count} data-verdict="approved" title="Approved">
            <IconCheck size={13} stroke={2.6} role="img" aria-label="Approved" /> {approved}
          </span>
          <span className={classes.count} data-verdict="rejected" title="Rejected">
            <IconX size={13} stroke={2.6} role="img" aria-label="Rejected" /> {rejected}
          </span>
        </span>
      </div>
      <LabelList editor={editor} region="completed" name="Completed labels by class" filter={only} revertible>
        <div className={classes.none}>Judged labels move here. Click the tick or cross to revert a verdict.</div>
      </LabelList>
    </>
  );
}
