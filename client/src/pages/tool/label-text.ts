// Short texts that tell a label from the others of its class.
import type { Editor } from '../../editor/editor';
import type { LabelsState, LabelView } from '../../editor/state';
import type { Attribute, Json, OntologyClass } from '../../protocol/types';

/** Returns the value of an attribute as text, or `null` if it has none. */
export function valueText(attribute: Attribute, value: Json | undefined): string | null {
  switch (attribute.kind) {
    case 'radio':
      return attribute.options.find((option) => option.id === value)?.name ?? null;
    case 'checklist':
      return Array.isArray(value)
        ? attribute.options
            .filter((option) => value.includes(option.id))
            .map((option) => option.name)
            .join(', ') || null
        : null;
    case 'text':
      return typeof value === 'string' && value !== '' ? value : null;
    case 'number':
      return typeof value === 'number' ? String(value) : null;
  }
}

/** Adds the name of the attribute where the value alone says nothing: "Yes", "4". */
function attributeText(attribute: Attribute, value: Json): string | null {
  const words = valueText(attribute, value);
  if (words === null) return null;
  if (attribute.kind === 'radio') return `${attribute.name}: ${words}`;
  return attribute.kind === 'number' ? `${attribute.name} ${words}` : words;
}

/** Returns the label's top-level attributes on one line; nested ones are shown in the form. */
export function attributeSummary(label: LabelView, labelClass: OntologyClass): string {
  return (labelClass.attributes ?? [])
    .map((attribute) => {
      const value = label.attributes[attribute.id];
      return value === undefined || value === null || attribute.per_frame ? null : attributeText(attribute, value);
    })
    .filter((words) => words !== null)
    .join(' · ');
}

const names = new WeakMap<LabelsState, ReadonlyMap<string, string>>();

/** Returns the label's name as the lists number it ("Car 3"), or `null` if the label no longer exists. */
export function labelName(editor: Editor, id: string): string | null {
  const labels = editor.labels.get();
  const known = names.get(labels);
  if (known !== undefined) return known.get(id) ?? null;
  const made = new Map(
    labels.groups.flatMap((group) =>
      group.labels.map((label, index) => [label.id, `${group.class.name} ${index + 1}`] as const),
    ),
  );
  names.set(labels, made);
  return made.get(id) ?? null;
}
