// The accepted versions of one item of a dataset, and what each changed, drawn over the image.
import { ActionIcon, Button, Checkbox, Modal, Skeleton, Tooltip, UnstyledButton } from '@mantine/core';
import { IconExternalLink, IconMaximize, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { Item, ItemVersion } from '../../protocol/types';
import { Delayed } from '../../ui/Delayed';
import { RelativeTime } from '../../ui/RelativeTime';
import { versionQuery, versionsQuery } from '../queries/datasets';
import { itemQuery } from '../queries/items';
import { QueryError } from '../queries/QueryError';
import { ChangeMark } from './ChangeMark';
import { ClassChangesTable } from './ClassChangesTable';
import type { Ontologies } from './use-ontologies';
import { VersionImage } from './VersionImage';
import classes from './VersionsPanel.module.css';
import { changedLabels } from './version-changes';

interface Props {
  itemId: string;
  /** The newest if omitted. */
  version: number | undefined;
  ontologies: Ontologies;
  onVersion: (version: number) => void;
  onClose: () => void;
}

export function VersionsPanel({ itemId, version, ontologies, onVersion, onClose }: Props) {
  const item = useQuery(itemQuery(itemId));
  const versions = useQuery(versionsQuery(itemId));
  const shown = versions.data?.find((each) => each.version === version) ?? versions.data?.[0];
  return (
    <aside className={classes.panel} aria-label="Versions of the item">
      <header className={classes.head}>
        <h2 className={`${classes.title} truncate`}>{item.data?.file_name ?? 'Versions'}</h2>
        {item.data && (
          <Button
            variant="default"
            leftSection={<IconExternalLink size={14} aria-hidden />}
            renderRoot={(props) => (
              <Link to="/tasks/$taskId/items/$itemId" params={{ taskId: item.data.task_id, itemId }} {...props} />
            )}
          >
            Open item
          </Button>
        )}
        <Tooltip label="Close (Esc)">
          <ActionIcon aria-label="Close the versions" onClick={onClose}>
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      </header>
      {(item.isError || versions.isError) && (
        <QueryError
          error={item.error ?? versions.error}
          what="This item"
          onRetry={() => {
            void item.refetch();
            void versions.refetch();
          }}
        />
      )}
      {(item.isPending || versions.isPending) && (
        <Delayed label="Loading the versions">
          <Skeleton height={240} radius="md" mb={12} />
          <Skeleton height={90} radius="md" />
        </Delayed>
      )}
      {item.data && shown && (
        <VersionView key={itemId} item={item.data} version={shown.version} ontologies={ontologies} />
      )}
      {versions.data && shown && <VersionList versions={versions.data} chosen={shown.version} onChoose={onVersion} />}
      {versions.data?.length === 0 && <p className="dim">This item has not been accepted yet.</p>}
    </aside>
  );
}

interface ChoiceProps {
  versions: readonly ItemVersion[];
  chosen: number;
  onChoose: (version: number) => void;
}

function VersionList({ versions, chosen, onChoose }: ChoiceProps) {
  return (
    <section aria-labelledby="all-versions">
      <h3 className={classes.subtitle} id="all-versions">
        Versions
      </h3>
      <ol className={classes.versions}>
        {versions.map((each) => (
          <li key={each.version}>
            <UnstyledButton
              className={classes.version}
              aria-current={each.version === chosen || undefined}
              onClick={() => onChoose(each.version)}
            >
              <b className="tnum">Version {each.version}</b>
              <ChangeMark change={each} />
              <span className={`${classes.who} dim truncate`}>
                {each.accepted_by?.name ?? 'Deleted user'} · <RelativeTime at={each.accepted_at} />
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </section>
  );
}

interface ShownProps {
  item: Item;
  version: number;
  ontologies: Ontologies;
}

function VersionView({ item, version, ontologies }: ShownProps) {
  const detail = useQuery(versionQuery(item.id, version));
  const [same, setSame] = useState(true);
  const [large, setLarge] = useState(false);
  // Memoised, because redrawing an image with many labels is slow.
  const all = useMemo(() => (detail.data ? changedLabels(detail.data) : []), [detail.data]);
  const labels = useMemo(() => (same ? all : all.filter(({ change }) => change !== 'same')), [same, all]);
  const { task_id } = item;
  const classOf = useCallback((id: string) => ontologies.classOf(task_id, id), [ontologies, task_id]);
  if (detail.isError) {
    return <QueryError error={detail.error} what="This version" onRetry={() => void detail.refetch()} />;
  }
  const picture = { media: item.media, labels, classOf };
  return (
    <>
      <div className={classes.picture} aria-busy={detail.isPending}>
        <VersionImage {...picture} name={`${item.file_name}, version ${version}`} />
        <Tooltip label="Enlarge">
          <ActionIcon
            className={classes.larger}
            variant="default"
            aria-label="Enlarge the image"
            onClick={() => setLarge(true)}
          >
            <IconMaximize size={15} />
          </ActionIcon>
        </Tooltip>
      </div>
      <Checkbox
        label="Show unchanged labels"
        checked={same}
        onChange={(event) => setSame(event.currentTarget.checked)}
      />
      {detail.data && <ClassChangesTable labels={all} classOf={classOf} />}
      <Modal opened={large} onClose={() => setLarge(false)} size="90vw" title={`${item.file_name}, version ${version}`}>
        <VersionImage {...picture} name={`${item.file_name}, version ${version}`} full />
      </Modal>
    </>
  );
}
