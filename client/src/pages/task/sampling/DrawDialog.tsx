// Draws a sample (F15) from the items in acceptance that match the list's filters: method, size and allowed error rate.
import { Modal, NumberInput, Radio, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../protocol/api';
import { MAX_SAMPLE_ITEMS, MAX_SEED } from '../../../protocol/limits';
import type { ItemFilter, Sample, SampleMethod, Task } from '../../../protocol/types';
import { itemCount } from '../../../ui/item-text';
import { DialogForm } from '../../DialogForm';
import { Failure } from '../../queries/Failure';
import { isFiltered, withoutKeys } from '../../queries/item-filter';
import { useDrawSample } from '../../queries/samples';
import classes from './DrawDialog.module.css';
import { METHOD_EXPLANATION, METHOD_LABEL, METHODS } from './sample-text';

interface Props {
  task: Task;
  filter: ItemFilter;
  opened: boolean;
  onClose: () => void;
  onDrawn: (sample: Sample) => void;
}

export function DrawDialog({ task, filter, opened, onClose, onDrawn }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Draw a sample" size={480}>
      {opened && <Form task={task} filter={filter} onClose={onClose} onDrawn={onDrawn} />}
    </Modal>
  );
}

const MOST = { count: MAX_SAMPLE_ITEMS, percent: 100 } as const;
const isSeed = (text: string) => /^\d+$/.test(text) && Number(text) <= MAX_SEED;

function Form({ task, filter: shown, onClose, onDrawn }: Omit<Props, 'opened'>) {
  // Samples are drawn from acceptance. A sample of another sample would represent only that one.
  const filter = withoutKeys(shown, ['stage', 'sample']);
  const draw = useDrawSample(task.id);
  const population = useQuery({
    queryKey: ['population', task.id, filter],
    queryFn: () => api.items(task.id, { ...filter, stage: 'acceptance', limit: 1 }),
    staleTime: 0,
  });
  const [method, setMethod] = useState<SampleMethod>('random');
  const [unit, setUnit] = useState<'count' | 'percent'>('count');
  const [size, setSize] = useState<number | string>(50);
  const [maxError, setMaxError] = useState<number | string>(5);
  const [seed, setSeed] = useState('');

  const total = population.data?.total;
  const sized = typeof size === 'number' && size > 0 && size <= MOST[unit];
  const limited = typeof maxError === 'number' && maxError >= 0 && maxError <= 100;
  const seeded = seed.trim() === '' || isSeed(seed.trim());
  const count =
    total === undefined || !sized ? null : unit === 'count' ? Math.min(size, total) : Math.ceil((size / 100) * total);
  const ready = sized && limited && seeded && total !== undefined && total > 0;
  const submit = () => {
    if (!sized || !limited) return;
    draw.mutate(
      {
        method,
        size: unit === 'count' ? { count: Math.round(size) } : { percent: size },
        max_error_percent: maxError,
        ...(seed.trim() !== '' && { seed: Number(seed.trim()) }),
        ...(isFiltered(filter) && { filter }),
      },
      { onSuccess: onDrawn },
    );
  };

  return (
    <DialogForm
      cancelLabel="Cancel"
      submitLabel={count === null || count === 0 ? 'Draw a sample' : `Draw ${itemCount(count)}`}
      ready={ready}
      pending={draw.isPending}
      error={draw.error}
      subject="The sample"
      onSubmit={submit}
      onClose={onClose}
    >
      <p role="status">
        {total === undefined
          ? 'Counting the items in acceptance…'
          : total === 0
            ? `No items in acceptance${isFiltered(filter) ? ' match the filters of the list' : ''}, so there is nothing to draw from.`
            : `From ${itemCount(total)} in acceptance${isFiltered(filter) ? ' that match the filters of the list' : ''}.`}
      </p>
      <Failure error={population.error} what="The list" />
      <Radio.Group label="Method" value={method} onChange={(value) => setMethod(value as SampleMethod)}>
        <div className={classes.methods}>
          {METHODS.map((each) => (
            <Radio
              key={each}
              size="xs"
              value={each}
              label={METHOD_LABEL[each]}
              description={each === method ? METHOD_EXPLANATION[each] : undefined}
            />
          ))}
        </div>
      </Radio.Group>
      <div className={classes.sizes}>
        <NumberInput
          label="Size"
          min={1}
          max={MOST[unit]}
          allowDecimal={unit === 'percent'}
          allowNegative={false}
          value={size}
          onChange={setSize}
          data-autofocus
        />
        <SegmentedControl
          aria-label="Size in"
          value={unit}
          onChange={(value) => setUnit(value === 'percent' ? 'percent' : 'count')}
          data={[
            { value: 'count', label: 'Items' },
            { value: 'percent', label: 'Percent' },
          ]}
        />
        <NumberInput
          label="Allowed error rate"
          suffix=" %"
          min={0}
          max={100}
          allowNegative={false}
          value={maxError}
          onChange={setMaxError}
        />
        <TextInput
          label="Seed"
          placeholder="Random"
          inputMode="numeric"
          value={seed}
          onChange={(event) => setSeed(event.currentTarget.value)}
          error={seeded ? undefined : `A whole number up to ${MAX_SEED.toLocaleString()}`}
        />
      </div>
      <p className={classes.hint}>
        A rejected item counts as an error. The same seed with the same items gives the same sample.
      </p>
    </DialogForm>
  );
}
