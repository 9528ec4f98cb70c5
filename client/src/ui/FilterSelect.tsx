// One select of a filter bar, which does not filter while nothing is chosen, and the button that clears the whole bar.
import { ActionIcon, Select, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';

interface Props {
  label: string;
  /** The placeholder while nothing is chosen: "Any class". */
  placeholder: string;
  width: number;
  options: readonly { readonly id: string; readonly name: string }[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

export function FilterSelect({ label, placeholder, width, options, value, onChange }: Props) {
  return (
    <Select
      aria-label={label}
      placeholder={placeholder}
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
    <Tooltip label="Clear filters">
      <ActionIcon aria-label="Clear filters" onClick={onClear}>
        <IconX size={15} />
      </ActionIcon>
    </Tooltip>
  );
}
