/** Comment threads on an item. */

export type IssueKind = 'file' | 'pinned';
export type IssueState = 'open' | 'resolved';

/** Where an issue points to, in pixels of the original media. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
  readonly frame: number;
}

export interface IssueComment {
  readonly id: string;
  /** Plain text; shown as text. */
  readonly text: string;
  readonly by: string;
  readonly by_name: string;
  readonly at: string;
}

export interface Issue {
  readonly id: string;
  readonly kind: IssueKind;
  readonly anchor?: Anchor;
  readonly state: IssueState;
  readonly by: string;
  readonly by_name: string;
  readonly at: string;
  readonly comments: readonly IssueComment[];
}
