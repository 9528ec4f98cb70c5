/** Labels and their ontology, as the document and the API carry them. Geometry is in pixels of the original media. */

export type Shape =
  | 'box'
  | 'rotated_box'
  | 'polygon'
  | 'polyline'
  | 'point'
  | 'skeleton'
  | 'bitmask'
  | 'classification';

export interface BoxGeometry {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface RotatedBoxGeometry {
  readonly cx: number;
  readonly cy: number;
  readonly w: number;
  readonly h: number;
  /** Clockwise turn in degrees. */
  readonly angle: number;
}

/** Rings `[x0, y0, x1, y1, …]` filled by the even-odd rule: holes are rings like any other. */
export interface PolygonGeometry {
  readonly rings: readonly (readonly number[])[];
}

export interface PolylineGeometry {
  readonly points: readonly number[];
}

export interface PointGeometry {
  readonly x: number;
  readonly y: number;
}

/** One `x, y, v` for each joint of the class; `v` as in COCO: 0 not labelled, 1 hidden, 2 visible. */
export interface SkeletonGeometry {
  readonly points: readonly number[];
}

/** COCO's compressed run-length code; `size` is height, then width. */
export interface BitmaskGeometry {
  readonly size: readonly [number, number];
  readonly counts: string;
}

export type ClassificationGeometry = Readonly<Record<string, never>>;

export interface GeometryOf {
  box: BoxGeometry;
  rotated_box: RotatedBoxGeometry;
  polygon: PolygonGeometry;
  polyline: PolylineGeometry;
  point: PointGeometry;
  skeleton: SkeletonGeometry;
  bitmask: BitmaskGeometry;
  classification: ClassificationGeometry;
}

/** A geometry together with the shape that says its form. */
export type Figure = { [S in Shape]: { readonly shape: S; readonly geometry: GeometryOf[S] } }[Shape];

export type Geometry = GeometryOf[Shape];

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Keyframe {
  readonly geometry: Geometry;
  /** From this frame on the object is out of sight. */
  readonly outside: boolean;
}

export interface Label {
  readonly class: string;
  readonly shape: Shape;
  readonly frames: { readonly [frame: string]: Keyframe };
  readonly attributes: { readonly [id: string]: Json };
  readonly z: number;
}

export interface Ontology {
  readonly classes: readonly OntologyClass[];
}

export interface OntologyClass {
  readonly id: string;
  readonly name: string;
  /** `#rrggbb` */
  readonly color: string;
  readonly shapes: readonly Shape[];
  readonly skeleton?: Skeleton;
  readonly attributes?: readonly Attribute[];
}

export interface Skeleton {
  readonly joints: readonly string[];
  /** Pairs of indices into `joints`, from 0. */
  readonly edges: readonly (readonly [number, number])[];
}

export interface AttributeBase {
  /** Unique within the whole ontology: nested attributes share one flat map on the label. */
  readonly id: string;
  readonly name: string;
  readonly required?: boolean;
  readonly per_frame?: boolean;
}

export type Attribute = AttributeBase &
  (
    | { readonly kind: 'radio' | 'checklist'; readonly options: readonly AttributeOption[] }
    | { readonly kind: 'text' }
    | { readonly kind: 'number'; readonly min?: number; readonly max?: number }
  );

export interface AttributeOption {
  readonly id: string;
  readonly name: string;
  /** Asked only when this option is chosen. */
  readonly attributes?: readonly Attribute[];
}
