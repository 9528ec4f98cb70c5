// A panel of the overview: its title and its figures, and for a chart the same figures as a table.
import { Button } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import classes from './Panel.module.css';

interface Props {
  title: string;
  /** Explains what the figures count. */
  note: string;
  children: ReactNode;
  /** The figures of a chart as a table. */
  table?: ReactNode;
  wide?: boolean;
}

export function Panel({ title, note, children, table, wide = false }: Props) {
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  return (
    <section className={classes.panel} aria-labelledby={id} data-wide={wide || undefined}>
      <header className={classes.head}>
        <div>
          <h2 className={classes.title} id={id}>
            {title}
          </h2>
          <p className={classes.note}>{note}</p>
        </div>
        {table && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            leftSection={asTable ? <IconChartBar size={14} aria-hidden /> : <IconTable size={14} aria-hidden />}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? 'Show as chart' : 'Show as table'}
            <span className="visually-hidden">: {title}</span>
          </Button>
        )}
      </header>
      {asTable ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach an area that scrolls
        <section className={classes.scroll} aria-label={`${title}, as a table`} tabIndex={0}>
          {table}
        </section>
      ) : (
        children
      )}
    </section>
  );
}

export function EmptyNote({ children }: { children: ReactNode }) {
  return <p className={classes.nothing}>{children}</p>;
}
