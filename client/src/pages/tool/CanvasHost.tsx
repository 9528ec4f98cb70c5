// The element that the renderer draws the image into. Everything inside belongs to the renderer.
import { useEffect, useRef } from 'react';
import type { Editor } from '../../editor/editor';
import { CanvasView } from '../../render/canvas-view';
import classes from './CanvasHost.module.css';

export function CanvasHost({ editor }: { editor: Editor }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const view = new CanvasView(editor, host.current);
    return () => view.destroy();
  }, [editor]);
  return <div ref={host} className={classes.host} data-canvas data-region="canvas" data-testid="canvas" />;
}
