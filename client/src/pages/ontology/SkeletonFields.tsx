// The joints of a skeleton in the order they are placed, and the lines between them.
import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { MAX_NAME_CHARS } from '../../protocol/limits';
import classes from './ClassForm.module.css';
import type { DraftClass } from './draft';
import { handleAltArrow, MoveButtons } from './MoveButtons';
import { addEdge, addJoint, moveJoint, removeEdge, removeJoint, renameJoint } from './skeleton';

type Skeleton = Pick<DraftClass, 'joints' | 'edges'>;

interface Props {
  value: Skeleton;
  error: string | undefined;
  onChange: (skeleton: Skeleton, tag?: string) => void;
}

export function SkeletonFields({ value, error, onChange }: Props) {
  const { joints } = value;
  const nameOf = (index: number) => joints[index]?.trim() || `joint ${index + 1}`;
  return (
    <div className={classes.part}>
      <h4 className={classes.subtitle}>Skeleton</h4>
      <ol className={classes.joints} aria-label="Joints">
        {joints.map((joint, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a joint is identified by its position alone
          <li key={index} className={classes.joint}>
            <span className="dim tnum">{index + 1}</span>
            <TextInput
              className={classes.grow}
              aria-label={`Name of joint ${index + 1}`}
              maxLength={MAX_NAME_CHARS}
              value={joint}
              onChange={(event) => onChange(renameJoint(value, index, event.currentTarget.value), `joint ${index}`)}
              onKeyDown={(event) => handleAltArrow(event, (step) => onChange(moveJoint(value, index, index + step)))}
            />
            <MoveButtons
              name={nameOf(index)}
              first={index === 0}
              last={index === joints.length - 1}
              onMove={(step) => onChange(moveJoint(value, index, index + step))}
              onRemove={() => onChange(removeJoint(value, index))}
            />
          </li>
        ))}
      </ol>
      <div className={classes.row}>
        <Button variant="default" leftSection={<IconPlus size={14} />} onClick={() => onChange(addJoint(value))}>
          Add a joint
        </Button>
      </div>
      {joints.length > 1 && <Edges value={value} nameOf={nameOf} onChange={onChange} />}
      {error && (
        <p className={classes.wrong} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

function Edges({ value, nameOf, onChange }: Omit<Props, 'error'> & { nameOf: (index: number) => string }) {
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const joints = value.joints.map((_, index) => ({ value: String(index), label: nameOf(index) }));
  const made = from === null || to === null ? value : addEdge(value, Number(from), Number(to));
  return (
    <>
      {value.edges.length > 0 && (
        <ul className={classes.edges} aria-label="Lines">
          {value.edges.map(([a, b], index) => (
            <li key={`${a}-${b}`} className={classes.edge}>
              {nameOf(a)} – {nameOf(b)}
              <ActionIcon
                size={20}
                aria-label={`Remove the line from ${nameOf(a)} to ${nameOf(b)}`}
                onClick={() => onChange(removeEdge(value, index))}
              >
                <IconX size={13} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <div className={classes.row}>
        <Select w={150} label="Line from" data={joints} value={from} onChange={setFrom} />
        <Select w={150} label="to" data={joints} value={to} onChange={setTo} />
        <Button
          variant="default"
          disabled={made.edges.length === value.edges.length}
          onClick={() => {
            onChange(made);
            // The next line usually starts where the last one ended.
            setFrom(to);
            setTo(null);
          }}
        >
          Add line
        </Button>
      </div>
    </>
  );
}
