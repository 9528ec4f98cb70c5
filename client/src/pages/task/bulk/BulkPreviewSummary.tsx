// The server's preview of a bulk action: how many items it affects, at which stages, and what prevents it.
import { Button, Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { BulkKind, BulkPreview } from '../../../protocol/types';
import { itemCount } from '../../../ui/item-text';
import { StageIcon } from '../../../ui/StageChip';
import { STAGE_LABEL, STAGES } from '../../../ui/stages';
import { Warning } from '../../DialogForm';
import { Failure } from '../../queries/Failure';
import classes from './BulkPreviewSummary.module.css';
import { CONDITION } from './bulk-text';

export function BulkPreviewSummary({ kind, preview }: { kind: BulkKind; preview: UseQueryResult<BulkPreview> }) {
  if (preview.isError) {
    return (
      <div className={classes.facts}>
        <Failure error={preview.error} what="The preview" />
        <div>
          <Button size="compact-xs" variant="default" onClick={() => void preview.refetch()}>
            Count again
          </Button>
        </div>
      </div>
    );
  }
  if (!preview.data) {
    return (
      <div className={classes.facts} role="status" aria-label="Counting the items">
        <Skeleton height={18} width={180} />
        <Skeleton height={14} width={260} />
      </div>
    );
  }
  const { total, stages, applies, locked, not_opened: unopened, not_opened_names: names } = preview.data;
  const rest = total - applies;
  const shown = STAGES.filter((stage) => stages[stage] > 0);
  return (
    <div className={classes.facts} aria-live="polite">
      <div className={classes.count}>
        <b className="tnum">{itemCount(total)} selected</b>
        <ul className={classes.stages} aria-label="By stage">
          {shown.map((stage) => (
            <li key={stage}>
              <StageIcon stage={stage} size={12} />
              {STAGE_LABEL[stage]} <span className="tnum">{stages[stage].toLocaleString()}</span>
            </li>
          ))}
        </ul>
      </div>
      {rest > 0 && (
        <Warning inLiveRegion>
          {CONDITION[kind]}: {rest === total ? 'none of these items qualify.' : `${itemCount(rest)} will be skipped.`}
        </Warning>
      )}
      {unopened > 0 && (kind === 'accept' || kind === 'reject') && (
        <Warning inLiveRegion>
          <b>
            {unopened === 1
              ? 'You have not opened 1 of them.'
              : `You have not opened ${unopened.toLocaleString()} of them.`}
          </b>{' '}
          They will be {kind === 'accept' ? 'accepted' : 'rejected'} without you having looked at them:
          <span className={classes.names}>
            {names.join(', ')}
            {unopened > names.length && ` and ${(unopened - names.length).toLocaleString()} more`}
          </span>
        </Warning>
      )}
      {locked > 0 && kind !== 'assign' && kind !== 'prioritise' && (
        <Warning inLiveRegion>
          {kind === 'unlock'
            ? `Others are editing ${itemCount(locked)} of these.`
            : `Others are editing ${itemCount(locked)} of these right now. Items that cannot be changed are listed afterwards.`}
        </Warning>
      )}
    </div>
  );
}
