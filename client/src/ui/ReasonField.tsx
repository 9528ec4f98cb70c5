// The field for the reason of an action. Ctrl+Enter submits its form.
import { Textarea } from '@mantine/core';
import { MAX_REASON_CHARS } from '../protocol/limits';

interface Props {
  /** Says who reads the reason. */
  description: string;
  required?: boolean;
  value: string;
  onChange: (value: string) => void;
}

export function ReasonField({ description, required = true, value, onChange }: Props) {
  return (
    <Textarea
      label="Reason"
      description={description}
      required={required}
      withAsterisk={required}
      autosize
      minRows={2}
      maxRows={8}
      maxLength={MAX_REASON_CHARS}
      data-autofocus
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
      }}
    />
  );
}
