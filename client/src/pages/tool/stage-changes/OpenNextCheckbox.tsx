// The checkbox for opening the next item after a stage change. The choice is kept in this browser.
import { Checkbox } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';

export function useOpenNext() {
  return useLocalStorage({ key: 'countersign.tool.next', defaultValue: true });
}

export function OpenNextCheckbox({ value, onChange }: { value: boolean; onChange: (next: boolean) => void }) {
  return (
    <Checkbox
      label="Then open the next item"
      checked={value}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
