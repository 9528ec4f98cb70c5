// A setting of a task that is on or off, with an explanation.
import { Switch } from '@mantine/core';
import { useId } from 'react';
import page from '../Page.module.css';

interface Props {
  title: string;
  why: string;
  checked: boolean;
  editable: boolean;
  onChange: (checked: boolean) => void;
}

export function SwitchSetting({ title, why, checked, editable, onChange }: Props) {
  const id = useId();
  return (
    <div className={page.setting}>
      <div>
        <b id={id}>{title}</b>
        <p className={page.lead} id={`${id}-why`}>
          {why}
        </p>
      </div>
      <Switch
        aria-labelledby={id}
        aria-describedby={`${id}-why`}
        checked={checked}
        disabled={!editable}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </div>
  );
}
