// The right pane, resized by dragging its left edge. The width is kept in this browser.
import { useLocalStorage } from '@mantine/hooks';
import { type CSSProperties, type ReactNode, useRef } from 'react';
import { Splitter } from '../../ui/Splitter';
import page from './ToolPage.module.css';

const MIN_WIDTH = 248;
const MAX_WIDTH = 560;

export function SidePane({ label, children }: { label: string; children: ReactNode }) {
  const [stored, setStored] = useLocalStorage<number | null>({
    key: 'countersign.tool.pane_width',
    defaultValue: null,
  });
  const pane = useRef<HTMLElement>(null);
  const width = stored ?? pane.current?.offsetWidth ?? 288;
  const style = stored === null ? undefined : ({ '--pane-width': `${stored}px` } as CSSProperties);
  return (
    <aside ref={pane} className={page.pane} aria-label={label} style={style}>
      <div className={page.paneEdge}>
        <Splitter
          orientation="vertical"
          label={`Width of the ${label.toLowerCase()} pane`}
          value={width}
          min={MIN_WIDTH}
          max={MAX_WIDTH}
          step={16}
          perPixel={() => -1}
          onChange={setStored}
          onReset={() => setStored(null)}
        />
      </div>
      {children}
    </aside>
  );
}
