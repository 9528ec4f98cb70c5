// A key or a combination, drawn as keycaps: "Ctrl+Shift+Z" becomes three caps.
import classes from './Keys.module.css';

const SYMBOL: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
  ' ': 'Space',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};

export function Keys({ keys }: { keys: string }) {
  const parts = keys === '+' ? ['+'] : keys.split(/\+(?!$)/);
  return (
    <span className={classes.keys}>
      {parts.map((part) => (
        <kbd key={part} className={classes.key}>
          {SYMBOL[part] ?? (part.length === 1 ? part.toUpperCase() : part)}
        </kbd>
      ))}
    </span>
  );
}
