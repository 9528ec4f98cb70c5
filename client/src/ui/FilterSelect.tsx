// One choice of a filter bar, by name: nothing chosen narrows nothing. And what clears the whole bar.
import { ActionIcon, Select, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';

interface Props {
  label: string;
  /** What holds while nothing is chosen: "Any class". */
  anything: string;
  width: number;
  options: readonly { readonly id: string; readonly name: string }[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

export function FilterSelect({ label, anything, width, options, value, onChange }: Props) {
  return (
    <Select
      aria-label={label}
      placeholder={anything}
      clearable
      searchable
      w={width}
      data={options.map(({ id, name }) => ({ value: id, label: name }))}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}

export function ClearFilters({ onClear }: { onClear: () => void }) {
  return (
    <Tooltip label="Clear the filters">
      <ActionIcon aria-label="Clear the filters" onClick={onClear}>
        <IconX size={15} />
      </ActionIcon>
    </Tooltip>
  );
}
