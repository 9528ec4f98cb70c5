// The text of a comment: always text, with links that are safe to follow and the names of people marked.
import { type Segment, splitComment } from '../../kernels/comment-text';
import type { Mention } from '../../protocol/types';
import classes from './CommentText.module.css';

interface Props {
  text: string;
  mentions?: readonly Mention[] | undefined;
  /** Marked more strongly where it is I who is named. */
  me: string;
  /** Only its first lines. */
  brief?: boolean;
}

export function CommentText({ text, mentions, me, brief = false }: Props) {
  return (
    // Its direction is its own, and signs that turn it do not reach beyond it.
    <p className={classes.text} dir="auto" data-brief={brief || undefined}>
      {splitComment(text, mentions).map((segment, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text, which does not change
        <Part key={index} segment={segment} me={me} />
      ))}
    </p>
  );
}

function Part({ segment, me }: { segment: Segment; me: string }) {
  switch (segment.kind) {
    case 'text':
      return segment.text;
    case 'link':
      return (
        <a
          className={classes.link}
          href={segment.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          dir="ltr"
          onClick={(event) => event.stopPropagation()}
        >
          {segment.text}
        </a>
      );
    case 'mention':
      return (
        <b className={classes.mention} data-me={segment.id === me || undefined}>
          {segment.text}
        </b>
      );
  }
}
