import { beforeEach, describe, expect, it } from 'vitest';
import { boundsOf, intersects, type Point } from '../../kernels/bounds';
import { handlesOf } from '../../kernels/edit';
import { hits } from '../../kernels/hit';
import type { Figure, OntologyClass } from '../../protocol/labels';
import { BoxTool } from './box';
import { PanTool } from './pan';
import { PinTool } from './pin';
import { PolygonTool } from './polygon';
import { SelectTool } from './select';
import { NO_OVERLAY, type Overlay, type PointerInput, type Tool, type ToolHost } from './tool';

const CLASS: OntologyClass = { id: 'car', name: 'Car', color: '#112233', shapes: ['box', 'polygon'] };

class Host implements ToolHost {
  readonly size = { width: 200, height: 100 };
  readonly figures = new Map<string, Figure>();
  readonly committed: ReadonlyMap<string, Figure>[] = [];
  readonly made: [Figure, string][] = [];
  readonly pins: Point[] = [];
  readonly panned: [number, number][] = [];
  overlay: Overlay = NO_OVERLAY;
  selected: readonly string[] = [];
  editable = true;
  readonly fixed = new Set<string>();
  class: OntologyClass | null = CLASS;

  pixel = () => 1;
  canEdit = () => this.editable;
  isFixed = (id: string) => this.fixed.has(id);
  label = (id: string) => {
    const figure = this.figures.get(id);
    return figure && { id, class: 'car', ...figure, attributes: {}, z: 0, outside: false };
  };
  figure = (id: string) => this.figures.get(id);
  selection = () => this.selected;
  select = (ids: readonly string[]) => {
    this.selected = ids;
  };
  pick = (x: number, y: number, tolerance: number) =>
    [...this.figures].filter(([, figure]) => hits(figure, x, y, tolerance)).map(([id]) => id);
  pickIn = (marquee: { minX: number; minY: number; maxX: number; maxY: number }) =>
    [...this.figures].filter(([, figure]) => intersects(boundsOf(figure)!, marquee)).map(([id]) => id);
  handleAt = (x: number, y: number, tolerance: number) => {
    const [id, more] = this.selected;
    const figure = id === undefined ? undefined : this.figures.get(id);
    if (id === undefined || more !== undefined || figure === undefined) return null;
    const found = handlesOf(figure).find((placed) => Math.hypot(placed.x - x, placed.y - y) <= tolerance);
    return found === undefined ? null : { id, handle: found.handle };
  };
  activeClass = () => this.class;
  setOverlay = (overlay: Overlay) => {
    this.overlay = overlay;
  };
  changed = () => undefined;
  commitGeometry = (figures: ReadonlyMap<string, Figure>) => {
    this.committed.push(figures);
    for (const [id, figure] of figures) this.figures.set(id, figure);
  };
  commitNew = (figure: Figure, classId: string) => {
    this.made.push([figure, classId]);
  };
  panBy = (dx: number, dy: number) => {
    this.panned.push([dx, dy]);
  };
  placePin = (at: Point) => {
    this.pins.push(at);
  };
  hover = () => undefined;
}

const at = (x: number, y: number, extra: Partial<PointerInput> = {}): PointerInput => ({
  x,
  y,
  screenX: x,
  screenY: y,
  shift: false,
  alt: false,
  touch: false,
  ...extra,
});

function drag(tool: Tool, from: PointerInput, to: PointerInput): void {
  tool.down(from);
  tool.move(at((from.x + to.x) / 2, (from.y + to.y) / 2));
  tool.move(to);
  tool.up(to);
}

function click(tool: Tool, x: number, y: number, extra: Partial<PointerInput> = {}): void {
  tool.down(at(x, y, extra));
  tool.up(at(x, y, extra));
}

let host: Host;
beforeEach(() => {
  host = new Host();
});

function expectIdle(tool: Tool): void {
  expect(tool.state).toBe('idle');
  expect(host.overlay).toEqual(NO_OVERLAY);
}

describe('the box tool', () => {
  it('draws by dragging', () => {
    const tool = new BoxTool(host);
    drag(tool, at(10, 10), at(50, 40));
    expect(host.made).toEqual([[{ shape: 'box', geometry: { x: 10, y: 10, w: 40, h: 30 } }, 'car']]);
    expectIdle(tool);
  });

  it('draws by two clicks', () => {
    const tool = new BoxTool(host);
    click(tool, 10, 10);
    expect(tool.state).toBe('spanning');
    tool.move(at(50, 40));
    expect(host.overlay.drawing?.figure.geometry).toEqual({ x: 10, y: 10, w: 40, h: 30 });
    click(tool, 50, 40);
    expect(host.made).toHaveLength(1);
    expectIdle(tool);
  });

  it('cancel and interruption leave nothing behind', () => {
    const tool = new BoxTool(host);
    tool.down(at(10, 10));
    tool.move(at(50, 40));
    expect(tool.state).toBe('drawing');
    expect(tool.cancel()).toBe(true);
    expectIdle(tool);
    tool.up(at(50, 40));
    expect(host.made).toEqual([]);
    expect(tool.cancel()).toBe(false);
  });

  it('does nothing without permission to edit, or for a class without boxes', () => {
    const tool = new BoxTool(host);
    host.editable = false;
    drag(tool, at(10, 10), at(50, 40));
    host.editable = true;
    host.class = { ...CLASS, shapes: ['point'] };
    drag(tool, at(10, 10), at(50, 40));
    expect(host.made).toEqual([]);
    expectIdle(tool);
  });
});

describe('the polygon tool', () => {
  it('closes on Enter, on a double click, and on a click on the first point', () => {
    for (const close of [
      (tool: Tool) => tool.confirm(),
      (tool: Tool) => {
        click(tool, 50, 50);
        tool.doubleClick(at(50, 50));
      },
      (tool: Tool) => click(tool, 11, 9),
    ]) {
      const tool = new PolygonTool(host);
      click(tool, 10, 10);
      click(tool, 50, 10);
      click(tool, 50, 50);
      expect(tool.state).toBe('drawing');
      close(tool);
      expectIdle(tool);
    }
    expect(host.made).toHaveLength(3);
    for (const [figure] of host.made) {
      expect(figure).toEqual({ shape: 'polygon', geometry: { rings: [[10, 10, 50, 10, 50, 50]] } });
    }
  });

  it('Backspace removes points, and with the first one the drawing; Esc cancels', () => {
    const tool = new PolygonTool(host);
    click(tool, 10, 10);
    click(tool, 50, 10);
    expect(tool.back()).toBe(true);
    expect(tool.state).toBe('drawing');
    expect(tool.back()).toBe(true);
    expectIdle(tool);
    click(tool, 10, 10);
    tool.cancel();
    expectIdle(tool);
    expect(host.made).toEqual([]);
  });

  it('stays open with too few points', () => {
    const tool = new PolygonTool(host);
    click(tool, 10, 10);
    click(tool, 50, 10);
    expect(tool.confirm()).toBe(true);
    expect(tool.state).toBe('drawing');
    expect(host.made).toEqual([]);
  });

  it('keeps points inside the image', () => {
    const tool = new PolygonTool(host);
    click(tool, -10, -10);
    click(tool, 500, 10);
    click(tool, 50, 500);
    tool.confirm();
    expect(host.made[0]?.[0].geometry).toEqual({ rings: [[0, 0, 200, 10, 50, 100]] });
  });
});

describe('the select tool', () => {
  beforeEach(() => {
    host.figures.set('a', { shape: 'box', geometry: { x: 10, y: 10, w: 20, h: 20 } });
    host.figures.set('b', { shape: 'box', geometry: { x: 15, y: 15, w: 60, h: 60 } });
    host.figures.set('c', { shape: 'polygon', geometry: { rings: [[120, 20, 160, 20, 160, 60, 120, 60]] } });
  });

  it('a click selects the best match, another click the next below, a click on empty space nothing', () => {
    const tool = new SelectTool(host);
    click(tool, 20, 20);
    expect(host.selected).toEqual(['a']);
    click(tool, 20, 20);
    expect(host.selected).toEqual(['b']);
    click(tool, 20, 20);
    expect(host.selected).toEqual(['a']);
    click(tool, 100, 90);
    expect(host.selected).toEqual([]);
    expectIdle(tool);
  });

  it('F47 Shift adds and removes labels; a marquee selects many', () => {
    const tool = new SelectTool(host);
    click(tool, 20, 20);
    click(tool, 140, 40, { shift: true });
    expect(host.selected).toEqual(['a', 'c']);
    click(tool, 140, 40, { shift: true });
    expect(host.selected).toEqual(['a']);
    drag(tool, at(100, 5), at(5, 95));
    expect([...host.selected].sort()).toEqual(['a', 'b']);
    expectIdle(tool);
  });

  it('moves with one commit at the end; until then, others see a draft', () => {
    const tool = new SelectTool(host);
    tool.down(at(20, 20));
    tool.move(at(40, 30));
    expect(tool.state).toBe('moving');
    expect(host.committed).toEqual([]);
    expect(host.overlay.drafts.get('a')?.geometry).toMatchObject({ x: 30, y: 20 });
    tool.up(at(40, 30));
    expect(host.committed).toHaveLength(1);
    expect(host.figures.get('a')?.geometry).toEqual({ x: 30, y: 20, w: 20, h: 20 });
    expectIdle(tool);
  });

  it('reshapes by a handle, inserts a vertex by a double click on an edge, removes one by Alt-click', () => {
    const tool = new SelectTool(host);
    host.selected = ['a'];
    drag(tool, at(30, 30), at(50, 60));
    expect(host.figures.get('a')?.geometry).toEqual({ x: 10, y: 10, w: 40, h: 50 });
    host.selected = ['c'];
    tool.doubleClick(at(131, 20));
    expect(host.figures.get('c')?.geometry).toEqual({ rings: [[120, 20, 131, 20, 160, 20, 160, 60, 120, 60]] });
    click(tool, 120, 60, { alt: true });
    expect(host.figures.get('c')?.geometry).toEqual({ rings: [[120, 20, 131, 20, 160, 20, 160, 60]] });
    expectIdle(tool);
  });

  it('cancel restores everything', () => {
    const tool = new SelectTool(host);
    tool.down(at(20, 20));
    tool.move(at(40, 30));
    tool.cancel();
    tool.up(at(40, 30));
    expect(host.committed).toEqual([]);
    expectIdle(tool);
  });

  it('stops dragging a label that another user deletes', () => {
    const tool = new SelectTool(host);
    tool.down(at(20, 20));
    tool.move(at(40, 30));
    host.figures.delete('a');
    tool.move(at(60, 30));
    expectIdle(tool);
    tool.up(at(60, 30));
    expect(host.committed).toEqual([]);
  });

  it('F104 read-only: selects and draws a marquee, moves nothing', () => {
    host.editable = false;
    const tool = new SelectTool(host);
    drag(tool, at(20, 20), at(60, 60));
    expect(host.selected).toEqual(['a']);
    drag(tool, at(100, 5), at(5, 95));
    expect(host.selected).toHaveLength(2);
    expect(host.committed).toEqual([]);
    expectIdle(tool);
  });
});

describe('the pan and pin tools', () => {
  it('panning follows the pointer', () => {
    const tool = new PanTool(host);
    drag(tool, at(10, 10), at(30, 20));
    expect(host.panned).toEqual([
      [10, 5],
      [10, 5],
    ]);
    expectIdle(tool);
  });

  it('F90 a click places a pin, a drag does not', () => {
    const tool = new PinTool(host);
    drag(tool, at(10, 10), at(30, 20));
    expect(host.pins).toEqual([]);
    click(tool, 10, 12);
    expect(host.pins).toEqual([{ x: 10, y: 12 }]);
    tool.down(at(1, 1));
    tool.cancel();
    expectIdle(tool);
  });
});
