// What a change of a running task's ontology would break, told before it is done.
import { Button, Group, Modal } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { OntologyBreak } from '../../protocol/types';
import { itemCount } from '../../ui/item-words';
import { Failure } from '../data/Failure';
import page from '../Page.module.css';
import classes from './BreaksDialog.module.css';
import { confirmWords } from './breaks';

interface Props {
  /** Null: the dialog is closed. */
  breaks: readonly OntologyBreak[] | null;
  saving: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

export function BreaksDialog({ breaks, saving, error, onConfirm, onClose }: Props) {
  return (
    <Modal opened={breaks !== null} onClose={onClose} title="This changes what labels may be" size={560}>
      {breaks && (
        <div className={page.fields}>
          <p className={page.lead}>
            Nothing is deleted: labels keep what they have, and those that no longer fit are shown as such until
            somebody corrects them. Put back what was removed, under its id, and they fit again.
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
              Keep as it is
            </Button>
            <Button
              color="red"
              loading={saving}
              classNames={{ label: classes.words }}
              h="auto"
              mih={30}
              onClick={onConfirm}
            >
              {confirmWords(breaks)}
            </Button>
          </Group>
        </div>
      )}
    </Modal>
  );
}
