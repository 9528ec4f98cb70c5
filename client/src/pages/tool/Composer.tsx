// A field for a comment: Ctrl+Enter sends, Esc leaves; what was typed stays when sending fails.
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { MAX_COMMENT_CHARS } from '../../protocol/limits';
import { describeError } from '../data/errors';
import classes from './Composer.module.css';

interface Props {
  label: string;
  placeholder: string;
  send: string;
  autoFocus?: boolean;
  pending: boolean;
  error: unknown;
  onSend: (text: string, done: () => void) => void;
  onCancel?: () => void;
}

export function Composer({ label, placeholder, send, autoFocus = false, pending, error, onSend, onCancel }: Props) {
  const [text, setText] = useState('');
  const [focused, setFocused] = useState(autoFocus);
  const ready = text.trim() !== '' && !pending;
  const submit = () => {
    if (ready) onSend(text.trim(), () => setText(''));
  };
  const failure = error ? describeError(error, 'The comment') : null;
  const open = focused || text !== '' || onCancel !== undefined;
  return (
    <div className={classes.composer}>
      <Textarea
        aria-label={label}
        placeholder={placeholder}
        autosize
        minRows={open ? 2 : 1}
        maxRows={10}
        maxLength={MAX_COMMENT_CHARS}
        autoFocus={autoFocus}
        value={text}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            submit();
          }
          if (event.key === 'Escape') {
            event.stopPropagation();
            event.currentTarget.blur();
            onCancel?.();
          }
        }}
      />
      {failure && (
        <div role="alert" className={classes.failure}>
          {failure.title} {failure.detail} Your text is still here.
        </div>
      )}
      {open && (
        <div className={classes.foot}>
          <span className={classes.hint}>Ctrl+Enter sends</span>
          {onCancel && (
            <Button variant="subtle" color="gray" size="compact-xs" onClick={onCancel}>
              Cancel
            </Button>
          )}
          {/* The press must not take the focus first: the foot would fold away under the pointer. */}
          <Button
            size="compact-xs"
            disabled={!ready}
            loading={pending}
            onMouseDown={(event) => event.preventDefault()}
            onClick={submit}
          >
            {send}
          </Button>
        </div>
      )}
    </div>
  );
}
