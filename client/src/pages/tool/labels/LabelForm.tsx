// The class and attributes of the selected labels. Nested attributes follow the option that asks for them.
import { ActionIcon, Chip, NumberInput, Select, TextInput, Tooltip } from '@mantine/core';
import { IconFocusCentered, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Editor } from '../../../editor/editor';
import type { AttributeField, LabelView } from '../../../editor/state';
import { MAX_ATTRIBUTE_CHARS } from '../../../protocol/limits';
import type { Json } from '../../../protocol/types';
import { ShapeIcon } from '../../../ui/shape-icons';
import { keyOf, WithKeys } from '../commands/CommandKeys';
import { labelName } from '../label-text';
import { useSlice } from '../use-slice';
import { LabelFacts, VerdictLine } from './LabelFacts';
import classes from './LabelForm.module.css';

export function LabelForm({ editor }: { editor: Editor }) {
  const { byId } = useSlice(editor.labels);
  const selection = useSlice(editor.selection);
  const permission = useSlice(editor.permission);
  const mode = useSlice(editor.mode);
  // Verdicts decide which labels are fixed: rerender when they change.
  useSlice(editor.review);
  const selected = selection.map((id) => byId.get(id)).filter((label) => label !== undefined);
  const [first] = selected;
  if (!first) return null;
  const one = selected.length === 1;
  const its = editor.classOf(first);
  const ids = selected.map((label) => label.id);
  const fixed = ids.some((id) => editor.isFixed(id));
  // In review there is nothing to fill in, and values are faster to read as text.
  const readOnly = mode === 'review' || fixed;
  const sameClass = selected.every((label) => label.class === first.class);
  return (
    <section className={classes.form} aria-label={one ? 'Selected label' : 'Selected labels'}>
      <div className={classes.head}>
        {one && its && <ShapeIcon shape={first.shape} color={its.color} size={16} />}
        <b className="truncate">
          {one ? (labelName(editor, first.id) ?? first.class) : `${selected.length} labels selected`}
        </b>
        <span className={classes.tools}>
          {one && (
            <Tooltip label={<WithKeys label="Zoom to label" keys={keyOf('view.zoom_to_label')} />}>
              <ActionIcon size={24} aria-label="Zoom to label" onClick={() => editor.zoomToLabel(first.id)}>
                <IconFocusCentered size={15} stroke={1.8} />
              </ActionIcon>
            </Tooltip>
          )}
          {!readOnly && (
            <Tooltip label={<WithKeys label="Delete" keys={keyOf('edit.delete')} />}>
              <ActionIcon
                size={24}
                aria-label={one ? 'Delete label' : `Delete ${selected.length} labels`}
                disabled={!permission.allowed}
                onClick={() => editor.deleteLabels(ids)}
              >
                <IconTrash size={15} stroke={1.8} />
              </ActionIcon>
            </Tooltip>
          )}
        </span>
      </div>
      <VerdictLine editor={editor} labels={ids} fixed={fixed && mode === 'review_edit'} />
      {readOnly ? (
        one && <LabelFacts editor={editor} label={first.id} />
      ) : (
        <div className={classes.fields}>
          <ClassField
            editor={editor}
            selected={selected}
            value={sameClass ? first.class : null}
            disabled={!permission.allowed}
          />
          {one &&
            editor
              .attributeFields(first.id)
              .map((field) => (
                <Field
                  key={`${first.id}:${field.attribute.id}`}
                  field={field}
                  disabled={!permission.allowed}
                  onChange={(value) => editor.setAttribute(first.id, field.attribute.id, value)}
                />
              ))}
        </div>
      )}
    </section>
  );
}

interface ClassFieldProps {
  editor: Editor;
  selected: readonly LabelView[];
  /** `null` if the classes of the labels differ. */
  value: string | null;
  disabled: boolean;
}

function ClassField({ editor, selected, value, disabled }: ClassFieldProps) {
  const { ontology } = useSlice(editor.task);
  const fitting = ontology.classes.filter((each) => selected.every((label) => each.shapes.includes(label.shape)));
  return (
    <Select
      label="Class"
      placeholder={value === null ? 'Mixed' : 'Class was removed'}
      allowDeselect={false}
      searchable={fitting.length > 9}
      disabled={disabled}
      data={fitting.map((each) => ({ value: each.id, label: each.name }))}
      value={value}
      onChange={(id) => {
        if (id !== null)
          editor.setClass(
            selected.map((label) => label.id),
            id,
          );
      }}
    />
  );
}

interface FieldProps {
  field: AttributeField;
  disabled: boolean;
  onChange: (value: Json | undefined) => void;
}

function Field({ field, disabled, onChange }: FieldProps) {
  const { attribute, value, depth, missing } = field;
  const caption = (
    <>
      {attribute.name}
      {attribute.required && missing && <span className={classes.missing}> · required</span>}
    </>
  );
  const indent = { marginLeft: depth * 12 };
  switch (attribute.kind) {
    case 'radio':
      return (
        <fieldset className={classes.group} style={indent} disabled={disabled}>
          <legend className={classes.caption}>{caption}</legend>
          <Chip.Group
            value={typeof value === 'string' ? value : null}
            onChange={(next) => onChange(typeof next === 'string' ? next : undefined)}
          >
            <div className={classes.chips}>
              {attribute.options.map((option) => (
                <Chip
                  key={option.id}
                  value={option.id}
                  size="xs"
                  radius="sm"
                  variant="light"
                  disabled={disabled}
                  onClick={(event) => {
                    // A second click clears the value.
                    if (event.currentTarget.value === value && !attribute.required) onChange(undefined);
                  }}
                >
                  {option.name}
                </Chip>
              ))}
            </div>
          </Chip.Group>
        </fieldset>
      );
    case 'checklist':
      return (
        <fieldset className={classes.group} style={indent} disabled={disabled}>
          <legend className={classes.caption}>{caption}</legend>
          <Chip.Group
            multiple
            value={Array.isArray(value) ? value.map(String) : []}
            onChange={(next) => onChange(next.length === 0 ? undefined : next)}
          >
            <div className={classes.chips}>
              {attribute.options.map((option) => (
                <Chip key={option.id} value={option.id} size="xs" radius="sm" variant="light" disabled={disabled}>
                  {option.name}
                </Chip>
              ))}
            </div>
          </Chip.Group>
        </fieldset>
      );
    case 'text':
      return (
        <TextField
          caption={caption}
          indent={depth * 12}
          disabled={disabled}
          value={typeof value === 'string' ? value : ''}
          onCommit={(text) => onChange(text === '' ? undefined : text)}
        />
      );
    case 'number':
      return (
        <NumberInput
          label={caption}
          style={indent}
          disabled={disabled}
          value={typeof value === 'number' ? value : ''}
          min={attribute.min ?? undefined}
          max={attribute.max ?? undefined}
          clampBehavior="blur"
          onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
        />
      );
  }
}

interface TextFieldProps {
  caption: React.ReactNode;
  indent: number;
  disabled: boolean;
  value: string;
  onCommit: (text: string) => void;
}

/** Commits when the field is left or Enter is pressed, so that a change is one edit and one undo step. */
function TextField({ caption, indent, disabled, value, onCommit }: TextFieldProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = () => {
    if (text.trim() !== value) onCommit(text.trim());
  };
  return (
    <TextInput
      label={caption}
      style={{ marginLeft: indent }}
      disabled={disabled}
      maxLength={MAX_ATTRIBUTE_CHARS}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') {
          setText(value);
          event.currentTarget.blur();
        }
      }}
    />
  );
}
