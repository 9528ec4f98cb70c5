// Changes to the skeleton of a class. Edges refer to joints by index, so they are renumbered with the joints. Pure.
import type { DraftClass, Edge } from './draft';
import { moveElement } from './ordered-list';

type Skeleton = Pick<DraftClass, 'joints' | 'edges'>;

function renumbered(edges: readonly Edge[], place: (joint: number) => number): Edge[] {
  return edges.map(([a, b]) => [place(a), place(b)]);
}

export function addJoint({ joints, edges }: Skeleton): Skeleton {
  return { joints: [...joints, ''], edges };
}

export function renameJoint({ joints, edges }: Skeleton, at: number, name: string): Skeleton {
  return { joints: joints.map((joint, index) => (index === at ? name : joint)), edges };
}

/** Removes a joint and its edges. */
export function removeJoint({ joints, edges }: Skeleton, at: number): Skeleton {
  return {
    joints: joints.filter((_, index) => index !== at),
    edges: renumbered(
      edges.filter((edge) => !edge.includes(at)),
      (joint) => (joint > at ? joint - 1 : joint),
    ),
  };
}

export function moveJoint({ joints, edges }: Skeleton, from: number, to: number): Skeleton {
  const order = moveElement(
    joints.map((_, index) => index),
    from,
    to,
  );
  return { joints: moveElement(joints, from, to), edges: renumbered(edges, (joint) => order.indexOf(joint)) };
}

/** Adds an edge, unless the pair already has one in either direction or both ends are the same joint. */
export function addEdge({ joints, edges }: Skeleton, a: number, b: number): Skeleton {
  const known = edges.some((edge) => edge.includes(a) && edge.includes(b));
  if (a === b || known || joints[a] === undefined || joints[b] === undefined) return { joints, edges };
  return { joints, edges: [...edges, [a, b]] };
}

export function removeEdge({ joints, edges }: Skeleton, at: number): Skeleton {
  return { joints, edges: edges.filter((_, index) => index !== at) };
}
