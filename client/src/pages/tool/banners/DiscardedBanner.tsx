// Offers edits that could not be saved as a file before they are discarded (F22).
import { Button } from '@mantine/core';
import { IconDownload, IconFileAlert } from '@tabler/icons-react';
import type { DiscardedWork } from '../../../editor/state';
import { saveFile } from '../../../ui/save-file';
import { Banner } from './Banner';

export function DiscardedBanner({ work, onDismiss }: { work: DiscardedWork; onDismiss: () => void }) {
  return (
    <Banner
      tone="warn"
      icon={<IconFileAlert size={17} stroke={1.8} />}
      title={work.edits === 1 ? '1 edit was not saved.' : `${work.edits} edits were not saved.`}
      testId="banner-discarded"
      actions={
        <>
          <Button
            leftSection={<IconDownload size={15} stroke={1.8} />}
            onClick={() => {
              saveFile(work.fileName, work.json, 'application/json');
              onDismiss();
            }}
          >
            Save as a file
          </Button>
          <Button variant="default" onClick={onDismiss}>
            Discard
          </Button>
        </>
      }
    >
      {work.reason}
    </Banner>
  );
}
