// The text of a comment, always rendered as text, with safe links and highlighted mentions.
import { type Segment, splitComment } from '../../../kernels/comment-text';
import type { Mention } from '../../../protocol/types';
import classes from './CommentText.module.css';

interface Props {
  text: string;
  mentions?: readonly Mention[] | undefined;
  /** The reader's id. Mentions of the reader are highlighted more strongly. */
  me: string;
  /** Shows only the first lines. */
  brief?: boolean;
}

export function CommentText({ text, mentions, me, brief = false }: Props) {
  return (
    // The text gets a direction of its own, and direction marks in it do not affect the text around it.
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
