// The samples of the task: draws a new one, and lists the earlier ones with their outcomes.
import { ActionIcon, Button, Popover, UnstyledButton } from '@mantine/core';
import { IconDice5, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Sample } from '../../../protocol/types';
import { RelativeTime } from '../../../ui/RelativeTime';
import { Failure } from '../../queries/Failure';
import { samplesQuery, useDeleteSample } from '../../queries/samples';
import bar from '../items/FilterBar.module.css';
import { MenuEmptyState, MenuEntry } from '../MenuParts';
import { percent } from './interval';
import classes from './SamplesMenu.module.css';
import { METHOD_LABEL } from './sample-text';

interface Props {
  taskId: string;
  /** The sample that the list shows. */
  current: string | undefined;
  onOpen: (id: string) => void;
  onDraw: () => void;
  /** Called when the shown sample has been deleted. */
  onDeleted: () => void;
}

export function SamplesMenu({ taskId, current, onOpen, onDraw, onDeleted }: Props) {
  const [opened, setOpened] = useState(false);
  const samples = useQuery({ ...samplesQuery(taskId), enabled: opened });
  const remove = useDeleteSample(taskId);
  const close = () => {
    setOpened(false);
    remove.reset();
  };
  return (
    <Popover
      opened={opened}
      onChange={(open) => (open ? setOpened(true) : close())}
      position="bottom-end"
      width={350}
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <Button
          variant={current ? 'light' : 'subtle'}
          color={current ? undefined : 'gray'}
          className={bar.menu}
          leftSection={<IconDice5 size={15} stroke={1.7} aria-hidden />}
          aria-label="Samples"
          aria-haspopup="dialog"
          aria-expanded={opened}
          onClick={() => (opened ? close() : setOpened(true))}
        >
          <span className={bar.wide}>Samples</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Samples" className={classes.panel}>
        <div className={classes.head}>
          <b>Samples</b>
          <Button
            size="compact-xs"
            data-autofocus
            onClick={() => {
              close();
              onDraw();
            }}
          >
            Draw a sample…
          </Button>
        </div>
        <MenuEmptyState query={samples} what="The samples">
          None yet. Judge some of the items in acceptance, then decide on the rest by their error rate.
        </MenuEmptyState>
        <ul className={classes.list}>
          {samples.data?.map((sample) => (
            <li key={sample.id} className={classes.row} data-current={sample.id === current || undefined}>
              <UnstyledButton
                className={classes.open}
                aria-current={sample.id === current || undefined}
                onClick={() => {
                  close();
                  onOpen(sample.id);
                }}
              >
                <Line sample={sample} />
              </UnstyledButton>
              {sample.decision === null && (
                <ActionIcon
                  size={24}
                  aria-label={`Delete the sample of ${sample.drawn}, ${sample.judged} judged`}
                  title="Delete. Items that were judged stay that way."
                  loading={remove.isPending && remove.variables === sample.id}
                  onClick={() =>
                    remove.mutate(sample.id, {
                      onSuccess: () => {
                        if (sample.id === current) onDeleted();
                      },
                    })
                  }
                >
                  <IconTrash size={14} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
        <Failure error={remove.error} what="The sample" />
      </Popover.Dropdown>
    </Popover>
  );
}

function Line({ sample }: { sample: Sample }) {
  const { decision, error, drawn, judged, population } = sample;
  return (
    <MenuEntry
      detail={
        <>
          {judged} of {drawn} judged
          {error && ` · error ${percent(error.rate)}`} ·{' '}
          {decision ? (decision.decision === 'accept' ? 'rest accepted' : 'rest rejected') : 'undecided'} ·{' '}
          <RelativeTime at={sample.created_at} />
        </>
      }
    >
      {METHOD_LABEL[sample.method]} · <span className="tnum">{drawn.toLocaleString()}</span> of{' '}
      <span className="tnum">{population.toLocaleString()}</span>
    </MenuEntry>
  );
}
