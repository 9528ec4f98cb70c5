// Lists what a change to the ontology of a running task would break, and asks for confirmation.
import { Button, Group, Modal } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { OntologyBreak } from '../../protocol/types';
import { itemCount } from '../../ui/item-text';
import page from '../Page.module.css';
import { Failure } from '../queries/Failure';
import classes from './BreakingChangesDialog.module.css';
import { confirmText } from './breaking-changes';

interface Props {
  /** Null while the dialog is closed. */
  breaks: readonly OntologyBreak[] | null;
  saving: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

export function BreakingChangesDialog({ breaks, saving, error, onConfirm, onClose }: Props) {
  return (
    <Modal opened={breaks !== null} onClose={onClose} title="This change affects existing labels" size={560}>
      {breaks && (
        <div className={page.fields}>
          <p className={page.lead}>
            Nothing is deleted. Labels keep what they have, and those that no longer fit are marked until someone
            corrects them. If you add back what was removed with the same id, they fit again.
          </p>
          <ul className={classes.list} aria-label="What would break">
            {breaks.map((each) => (
              <li
                key={`${each.kind} ${each.class ?? ''} ${each.attribute ?? ''} ${each.name}`}
                className={classes.line}
              >
                <IconAlertTriangle size={15} stroke={1.9} aria-hidden />
                <span className={classes.sentence}>{each.sentence}</span>
                <span className="dim tnum">
                  {each.labels.toLocaleString()} {each.labels === 1 ? 'label' : 'labels'} in {itemCount(each.items)}
                </span>
              </li>
            ))}
          </ul>
          <Failure error={error} what="The ontology" />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" data-autofocus onClick={onClose}>
              Cancel
            </Button>
            <Button
              color="red"
              loading={saving}
              classNames={{ label: classes.words }}
              h="auto"
              mih={30}
              onClick={onConfirm}
            >
              {confirmText(breaks)}
            </Button>
          </Group>
        </div>
      )}
    </Modal>
  );
}
