// The selected label in review: its attributes as text, its verdict, and why it cannot be edited (F38, F61).
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Editor } from '../../../editor/editor';
import type { AttributeField } from '../../../editor/state';
import type { Verdict } from '../../../protocol/types';
import { RelativeTime } from '../../../ui/RelativeTime';
import { keyHint } from '../commands/CommandKeys';
import { valueText } from '../label-text';
import { useSlice } from '../use-slice';
import classes from './LabelFacts.module.css';
import { VERDICT } from './verdict-signs';

export function LabelFacts({ editor, label }: { editor: Editor; label: string }) {
  const current = useSlice(editor.attribute);
  const fields = editor.attributeFields(label);
  if (fields.length === 0) return null;
  return (
    <dl className={classes.facts}>
      {fields.map((field) => (
        <Fact key={field.attribute.id} field={field} current={field.attribute.id === current} />
      ))}
    </dl>
  );
}

function Fact({ field: { attribute, value, depth, missing }, current }: { field: AttributeField; current: boolean }) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const words = valueText(attribute, value);
  return (
    <div
      ref={row}
      className={classes.fact}
      style={{ paddingLeft: 12 + depth * 12 }}
      data-current={current || undefined}
      data-attribute={attribute.id}
      aria-current={current || undefined}
    >
      <dt>{attribute.name}</dt>
      {words === null ? (
        <dd className={missing ? classes.missing : 'dim'}>{missing ? 'missing' : '–'}</dd>
      ) : (
        <dd>
          <bdi>{words}</bdi>
        </dd>
      )}
      {current && (
        <span className="visually-hidden" role="status">
          {attribute.name}: {words ?? 'no value'}
        </span>
      )}
    </div>
  );
}

/** `fixed` means that the label tools are on but have no effect on these labels, because they are judged. */
export function VerdictLine({ editor, labels, fixed }: { editor: Editor; labels: readonly string[]; fixed: boolean }) {
  const { verdicts } = useSlice(editor.review);
  const mode = useSlice(editor.mode);
  const judged = labels.flatMap((id) => verdicts.get(id) ?? []);
  const [first] = judged;
  if (first === undefined) return null;
  return (
    <div className={classes.verdict} data-verdict={labels.length === 1 ? first.verdict : undefined}>
      <span className={classes.words}>
        {labels.length === 1 ? <VerdictBy verdict={first} /> : `${judged.length} of ${labels.length} are judged.`}
        {fixed && <span className={classes.why}>Revert to pending to edit</span>}
      </span>
      {mode !== 'annotate' && (
        <Button
          size="compact-xs"
          variant="default"
          rightSection={keyHint('review.revert')}
          onClick={() => editor.judge('pending', labels)}
        >
          Revert
        </Button>
      )}
    </div>
  );
}

function VerdictBy({ verdict: { verdict, by_name, at } }: { verdict: Verdict }) {
  const { word, Icon } = VERDICT[verdict];
  return (
    <>
      <Icon size={14} stroke={2.6} aria-hidden /> {word} by <bdi>{by_name}</bdi>{' '}
      {at !== '' && <RelativeTime at={at} className="dim" />}
    </>
  );
}
