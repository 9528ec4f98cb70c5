/** What the ontology requires and the labels lack, updated with each edit: only changed labels are checked. */

import {
  hasRequiredAttributes,
  type MissingRequirement,
  missingAttributes,
  requirementId,
} from '../kernels/requirements';
import type { Label, Ontology, OntologyClass } from '../protocol/labels';

const NOTHING: readonly string[] = [];

export class Requirements {
  readonly #asking: ReadonlyMap<string, OntologyClass>;
  /** The number of labels of each required class. */
  readonly #counts: Map<string, number>;
  /** The required class that each label was counted for. */
  readonly #counted = new Map<string, string>();
  readonly #lacking = new Map<string, readonly string[]>();
  readonly #attributes = new Map<string, MissingRequirement>();

  constructor(ontology: Ontology) {
    this.#asking = new Map(ontology.classes.filter(hasRequiredAttributes).map((cls) => [cls.id, cls]));
    this.#counts = new Map(ontology.classes.filter((cls) => cls.required === true).map((cls) => [cls.id, 0]));
  }

  /** Checks the given labels again; returns `true` if what is missing has changed. */
  refresh(ids: Iterable<string>, labels: ReadonlyMap<string, Label>): boolean {
    let changed = false;
    for (const id of ids) {
      const label = labels.get(id);
      if (this.#count(id, label?.class)) changed = true;
      const asking = label === undefined ? undefined : this.#asking.get(label.class);
      const lacking =
        label === undefined || asking === undefined ? NOTHING : missingAttributes(asking, label.attributes);
      if (this.#lack(id, lacking)) changed = true;
    }
    return changed;
  }

  /** Yields everything that is missing with the id of its issue, classes first. */
  *all(): Iterable<readonly [string, MissingRequirement]> {
    for (const [cls, count] of this.#counts) {
      const missing = { class: cls };
      if (count === 0) yield [requirementId(missing), missing];
    }
    yield* this.#attributes;
  }

  /** Counts a label; returns `true` if a class got its first label or lost its last. */
  #count(id: string, cls: string | undefined): boolean {
    const before = this.#counted.get(id);
    const now = cls !== undefined && this.#counts.has(cls) ? cls : undefined;
    if (before === now) return false;
    let changed = false;
    if (before !== undefined) {
      const left = (this.#counts.get(before) ?? 0) - 1;
      this.#counts.set(before, left);
      this.#counted.delete(id);
      changed = left === 0;
    }
    if (now !== undefined) {
      const count = (this.#counts.get(now) ?? 0) + 1;
      this.#counts.set(now, count);
      this.#counted.set(id, now);
      changed ||= count === 1;
    }
    return changed;
  }

  #lack(id: string, lacking: readonly string[]): boolean {
    const before = this.#lacking.get(id) ?? NOTHING;
    if (before.length === lacking.length && before.every((attribute, index) => attribute === lacking[index])) {
      return false;
    }
    for (const attribute of before) this.#attributes.delete(requirementId({ label: id, attribute }));
    for (const attribute of lacking) {
      const missing = { label: id, attribute };
      this.#attributes.set(requirementId(missing), missing);
    }
    if (lacking.length === 0) this.#lacking.delete(id);
    else this.#lacking.set(id, lacking);
    return true;
  }
}
