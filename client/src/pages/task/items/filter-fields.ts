// The fields that the list can be filtered by, besides stage and text, with their choices and their form in the filter. Pure.
import type { ItemFilter, Member, OntologyClass, Person, Sample } from '../../../protocol/types';
import {
  ACTIVITIES,
  ACTIVITY_LABEL,
  isActivity,
  isPriority,
  isStatus,
  PRIORITIES,
  priorityLabel,
  STATUS_DESCRIPTION,
  STATUS_LABEL,
  STATUSES,
} from '../../../ui/item-text';
import { activitiesOf, withActivities, withoutKeys } from '../../queries/item-filter';

export interface Context {
  readonly me: string;
  readonly members: readonly Member[];
  readonly classes: readonly OntologyClass[];
  readonly samples: readonly Sample[];
  /** The number of reviews in the task's workflow. */
  readonly reviews: number;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly person?: Person;
  readonly color?: string;
}

export interface Field {
  readonly key: string;
  readonly label: string;
  /** Set if several choices can be active at once. */
  readonly several?: true;
  readonly choices: (context: Context) => readonly Choice[];
  /** Returns the chosen values; empty if none are. */
  readonly read: (filter: ItemFilter) => readonly string[];
  readonly choose: (filter: ItemFilter, value: string) => ItemFilter;
  readonly drop: (filter: ItemFilter, value: string) => ItemFilter;
}

function people({ me, members }: Context): Choice[] {
  return members
    .map(({ person }) => ({ value: person.id, label: person.id === me ? `${person.name} (you)` : person.name, person }))
    .sort((a, b) => Number(b.value === me) - Number(a.value === me) || a.label.localeCompare(b.label));
}

function personField(
  key: 'annotator' | 'reviewer' | 'returned_by' | 'assignee',
  label: string,
  first: Choice[],
): Field {
  return {
    key,
    label,
    choices: (context) => [...first, ...people(context)],
    read: ({ [key]: value }) => (value === undefined ? [] : [value]),
    choose: (filter, value) => ({ ...filter, [key]: value }),
    drop: (filter) => withoutKeys(filter, [key]),
  };
}

const reviewPass: Field = {
  key: 'review_pass',
  label: 'Review',
  choices: ({ reviews }) =>
    reviews < 2
      ? []
      : Array.from({ length: reviews }, (_, index) => ({ value: String(index + 1), label: `Review ${index + 1}` })),
  read: ({ review_pass: pass }) => (pass === undefined ? [] : [String(pass)]),
  choose: (filter, value) => ({ ...filter, stage: 'review', review_pass: Number(value) }),
  drop: (filter) => withoutKeys(filter, ['review_pass']),
};

const status: Field = {
  key: 'status',
  label: 'Status',
  choices: () => STATUSES.map((value) => ({ value, label: STATUS_LABEL[value], hint: STATUS_DESCRIPTION[value] })),
  read: ({ status: value }) => (value === undefined ? [] : [value]),
  choose: (filter, value) => (isStatus(value) ? { ...filter, status: value } : filter),
  drop: (filter) => withoutKeys(filter, ['status']),
};

const activity: Field = {
  key: 'has',
  label: 'Activity',
  several: true,
  choices: () => ACTIVITIES.map((value) => ({ value, label: ACTIVITY_LABEL[value] })),
  read: activitiesOf,
  choose: (filter, value) => (isActivity(value) ? withActivities(filter, [...activitiesOf(filter), value]) : filter),
  drop: (filter, value) =>
    withActivities(
      filter,
      activitiesOf(filter).filter((each) => each !== value),
    ),
};

const priority: Field = {
  key: 'priority',
  label: 'Priority',
  choices: () => PRIORITIES.map((value) => ({ value: String(value), label: priorityLabel(value) })),
  read: ({ priority: value }) => (value === undefined ? [] : [String(value)]),
  choose: (filter, value) => (isPriority(Number(value)) ? { ...filter, priority: Number(value) } : filter),
  drop: (filter) => withoutKeys(filter, ['priority']),
};

const ANYONE = 'anyone';
const NOBODY = 'none';

/** Choices that do not depend on the members of the task. */
const FIXED: ReadonlySet<string> = new Set([ANYONE, NOBODY]);

const lock: Field = {
  key: 'locked',
  label: 'Locked',
  choices: (context) => [{ value: ANYONE, label: 'By anyone' }, ...people(context)],
  read: ({ locked, locked_by: by }) => (by !== undefined ? [by] : locked ? [ANYONE] : []),
  choose: (filter, value) => {
    const rest = withoutKeys(filter, ['locked', 'locked_by']);
    return value === ANYONE ? { ...rest, locked: true } : { ...rest, locked_by: value };
  },
  drop: (filter) => withoutKeys(filter, ['locked', 'locked_by']),
};

const opened: Field = {
  key: 'opened',
  label: 'Opened by me',
  choices: () => [
    { value: 'yes', label: 'Yes', hint: 'Since it reached its stage' },
    { value: 'no', label: 'Not yet', hint: 'Open an item before you accept or reject it' },
  ],
  read: ({ opened: value }) => (value === undefined ? [] : [value ? 'yes' : 'no']),
  choose: (filter, value) => ({ ...filter, opened: value === 'yes' }),
  drop: (filter) => withoutKeys(filter, ['opened']),
};

const labelClass: Field = {
  key: 'class',
  label: 'Class',
  choices: ({ classes }) => classes.map(({ id, name, color }) => ({ value: id, label: name, color })),
  read: ({ class: value }) => (value === undefined ? [] : [value]),
  choose: (filter, value) => ({ ...filter, class: value }),
  drop: (filter) => withoutKeys(filter, ['class']),
};

const sample: Field = {
  key: 'sample',
  label: 'Sample',
  choices: ({ samples }) =>
    samples.map(({ id, drawn, population, created_at }) => ({
      value: id,
      label: `${drawn} of ${population}`,
      hint: new Date(created_at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' }),
    })),
  read: ({ sample: value }) => (value === undefined ? [] : [value]),
  choose: (filter, value) => ({ ...filter, sample: value }),
  drop: (filter) => withoutKeys(filter, ['sample']),
};

export const FIELDS: readonly Field[] = [
  status,
  reviewPass,
  activity,
  personField('annotator', 'Annotator', []),
  personField('reviewer', 'Reviewer', []),
  personField('assignee', 'Assigned to', [{ value: NOBODY, label: 'Nobody' }]),
  personField('returned_by', 'Sent back by', []),
  priority,
  lock,
  opened,
  labelClass,
  sample,
];

export interface ActiveChoice {
  readonly field: Field;
  readonly value: string;
  readonly label: string;
}

/** Returns the active choices in the order of the fields. A choice that no longer exists gets a general label. */
export function activeChoices(filter: ItemFilter, context: Context): readonly ActiveChoice[] {
  return FIELDS.flatMap((field) => {
    const choices = field.choices(context);
    // A field without choices is still being loaded.
    const unknown = choices.some((choice) => !FIXED.has(choice.value)) ? 'No longer in this task' : '…';
    return field.read(filter).map((value) => ({
      field,
      value,
      label: choices.find((choice) => choice.value === value)?.label ?? unknown,
    }));
  });
}
