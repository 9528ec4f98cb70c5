// Changes to attributes and their options at any depth. Pure: each returns a new draft.
import type { Draft, DraftAttribute, DraftOption } from './draft';
import { attributeCopier } from './edit-classes';
import { attributeIds, isDerivedId, uniqueId } from './ids';
import { insertAfter, moveElement } from './ordered-list';

const NO_NAME = 'attribute';
const NO_OPTION = 'option';

type Attributes = readonly DraftAttribute[];

/** Maps every list of attributes, of classes and of options, outer ones first. Unchanged parts keep their identity. */
function mapLists(draft: Draft, change: (list: Attributes, owner: number) => Attributes): Draft {
  const walk = (list: Attributes, owner: number): Attributes => {
    const outer = change(list, owner);
    let same = outer === list;
    const inner = outer.map((attribute) => {
      let kept = true;
      const options = attribute.options.map((option) => {
        const attributes = walk(option.attributes, option.key);
        if (attributes === option.attributes) return option;
        kept = false;
        return { ...option, attributes };
      });
      if (kept) return attribute;
      same = false;
      return { ...attribute, options };
    });
    return same ? list : inner;
  };
  const classes = draft.classes.map((each) => {
    const attributes = walk(each.attributes, each.key);
    return attributes === each.attributes ? each : { ...each, attributes };
  });
  return { ...draft, classes };
}

function mapAttribute(draft: Draft, key: number, change: (attribute: DraftAttribute) => DraftAttribute): Draft {
  return mapLists(draft, (list) =>
    list.some((each) => each.key === key) ? list.map((each) => (each.key === key ? change(each) : each)) : list,
  );
}

function mapOption(
  draft: Draft,
  key: number,
  change: (list: readonly DraftOption[], at: number) => readonly DraftOption[],
): Draft {
  return mapLists(draft, (list) => {
    const at = list.findIndex((each) => each.options.some((option) => option.key === key));
    return at < 0
      ? list
      : list.map((each, index) =>
          index === at
            ? {
                ...each,
                options: change(
                  each.options,
                  each.options.findIndex((option) => option.key === key),
                ),
              }
            : each,
        );
  });
}

/** Adds an attribute at the end of the class or option with the key `owner`. Also returns the key of the new attribute. */
export function addAttribute(draft: Draft, owner: number): { readonly draft: Draft; readonly key: number } {
  const key = draft.nextKey;
  const made: DraftAttribute = {
    key,
    id: uniqueId('', attributeIds(draft), NO_NAME),
    name: '',
    required: false,
    per_frame: false,
    kind: 'radio',
    options: [
      { key: key + 1, id: NO_OPTION, name: '', attributes: [] },
      { key: key + 2, id: `${NO_OPTION}-2`, name: '', attributes: [] },
    ],
    min: null,
    max: null,
  };
  const changed = mapLists({ ...draft, nextKey: key + 3 }, (list, of) => (of === owner ? [...list, made] : list));
  return { draft: changed, key };
}

export function changeAttribute(draft: Draft, key: number, change: Partial<Omit<DraftAttribute, 'key'>>): Draft {
  return mapAttribute(draft, key, (attribute) => ({ ...attribute, ...change }));
}

/** Renames an attribute. Its id follows the name, as that of a class does. */
export function renameAttribute(draft: Draft, key: number, name: string, fixed: ReadonlySet<string>): Draft {
  return mapAttribute(draft, key, (attribute) => {
    const follows = !fixed.has(attribute.id) && isDerivedId(attribute.id, attribute.name, NO_NAME);
    return { ...attribute, name, id: follows ? uniqueId(name, attributeIds(draft, key), NO_NAME) : attribute.id };
  });
}

export function removeAttribute(draft: Draft, key: number): Draft {
  return mapLists(draft, (list) =>
    list.some((each) => each.key === key) ? list.filter((each) => each.key !== key) : list,
  );
}

export function moveAttribute(draft: Draft, key: number, step: number): Draft {
  return mapLists(draft, (list) => {
    const from = list.findIndex((each) => each.key === key);
    return from < 0 ? list : moveElement(list, from, from + step);
  });
}

export function duplicateAttribute(draft: Draft, key: number): { readonly draft: Draft; readonly key: number } {
  let nextKey = draft.nextKey;
  const copyOf = attributeCopier(attributeIds(draft), () => nextKey++);
  let made = key;
  const changed = mapLists(draft, (list) => {
    const at = list.findIndex((each) => each.key === key);
    const original = list[at];
    if (original === undefined) return list;
    const copy = copyOf(original);
    made = copy.key;
    return insertAfter(list, at, { ...copy, name: `${original.name} copy` });
  });
  return { draft: { ...changed, nextKey }, key: made };
}

export function addOption(draft: Draft, attribute: number): { readonly draft: Draft; readonly key: number } {
  const key = draft.nextKey;
  const changed = mapAttribute({ ...draft, nextKey: key + 1 }, attribute, (each) => {
    const id = uniqueId('', new Set(each.options.map((option) => option.id)), NO_OPTION);
    return { ...each, options: [...each.options, { key, id, name: '', attributes: [] }] };
  });
  return { draft: changed, key };
}

export function renameOption(draft: Draft, key: number, name: string, fixed: boolean): Draft {
  return mapOption(draft, key, (options, at) =>
    options.map((option, index) => {
      if (index !== at) return option;
      const others = new Set(options.filter((_, other) => other !== at).map(({ id }) => id));
      const follows = !fixed && isDerivedId(option.id, option.name, NO_OPTION);
      return { ...option, name, id: follows ? uniqueId(name, others, NO_OPTION) : option.id };
    }),
  );
}

export function removeOption(draft: Draft, key: number): Draft {
  return mapOption(draft, key, (options) => options.filter((option) => option.key !== key));
}

export function moveOption(draft: Draft, key: number, step: number): Draft {
  return mapOption(draft, key, (options, at) => moveElement(options, at, at + step));
}
