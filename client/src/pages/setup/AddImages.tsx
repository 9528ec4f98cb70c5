// Adds the images of the dataset that are not items of the task yet. Administrators can upload images to the dataset first.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import type { Me, Task } from '../../protocol/types';
import { ImageUpload } from '../datasets/upload/ImageUpload';
import page from '../Page.module.css';
import { datasetQuery } from '../queries/datasets';
import { Failure } from '../queries/Failure';
import { useAddItems } from '../queries/tasks';

export function AddImages({ task, me }: { task: Task; me: Me }) {
  const dataset = useQuery(datasetQuery(task.dataset_id));
  const add = useAddItems(task.id);
  const media = dataset.data?.media;
  const fresh = media === undefined ? null : Math.max(0, media - task.total);
  return (
    <div className={page.setting}>
      <div className={page.fields} style={{ flex: 1, minWidth: 0 }}>
        <div>
          <b>Images</b>
          <p className={page.lead}>
            {dataset.data && (
              <>
                <span className="tnum">{task.total}</span> of <span className="tnum">{media}</span> images in the
                dataset {dataset.data.name} are items of this task.{' '}
              </>
            )}
            New items start in Annotate.
          </p>
        </div>
        {me.is_admin && <ImageUpload datasetId={task.dataset_id} />}
        <Failure error={add.error ?? dataset.error} what="The dataset" />
      </div>
      <Button
        variant="default"
        disabled={fresh === 0}
        loading={add.isPending}
        onClick={() =>
          add.mutate(undefined, {
            onSuccess: ({ added }) =>
              notifications.show({ message: added === 1 ? '1 item added' : `${added} items added` }),
          })
        }
      >
        {fresh === null ? 'Add new images' : fresh === 0 ? 'No new images' : `Add ${fresh} new`}
      </Button>
    </div>
  );
}
