// Why something is done, for those whom it concerns. Control and Enter sends the form it stands in.
import { Textarea } from '@mantine/core';
import { MAX_REASON_CHARS } from '../protocol/limits';

interface Props {
  /** Who reads it. */
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
