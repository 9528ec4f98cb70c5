/** People, roles, stages: the words that every other message uses. */

export type Stage = 'annotate' | 'review' | 'acceptance' | 'complete';
export type Role = 'admin' | 'annotator' | 'reviewer' | 'inspector';
/** What finishes an item's work at a stage. */
export type Move = 'submit' | 'approve' | 'accept';

/** Who a person is to the others; always filled in by the server. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** `#rrggbb` */
  readonly color: string;
}
