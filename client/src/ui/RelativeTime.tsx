// A relative time, with the exact time on hover.
import { useNow } from './now';
import { exactTime, relativeTime } from './time';

export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const now = useNow();
  const time = Date.parse(at);
  if (Number.isNaN(time)) return null;
  return (
    <time dateTime={at} title={exactTime(time)} className={className}>
      {relativeTime(time, Math.max(now, time))}
    </time>
  );
}
