/** Labels and their ontology, as the document and the API carry them. Geometry is in pixels of the original media file. */

import type { Schema } from './schema';

export type Shape = Schema<'Shape'>;

/** All shapes, in the order the interface offers them. */
export const SHAPES: readonly Shape[] = [
  'box',
  'rotated_box',
  'polygon',
  'polyline',
  'point',
  'skeleton',
  'bitmask',
  'classification',
];

export type BoxGeometry = Schema<'BoxGeometry'>;
export type RotatedBoxGeometry = Schema<'RotatedBoxGeometry'>;
export type PolygonGeometry = Schema<'PolygonGeometry'>;
export type PolylineGeometry = Schema<'PolylineGeometry'>;
export type PointGeometry = Schema<'PointGeometry'>;
export type SkeletonGeometry = Schema<'SkeletonGeometry'>;
/** COCO's compressed run-length encoding; `size` is height, then width. */
export type BitmaskGeometry = Omit<Schema<'Rle'>, 'size'> & { readonly size: readonly [number, number] };
export type ClassificationGeometry = Schema<'ClassificationGeometry'>;

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

/** A geometry together with its shape. */
export type Figure = { [S in Shape]: { readonly shape: S; readonly geometry: GeometryOf[S] } }[Shape];

export type Geometry = GeometryOf[Shape];

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Keyframe {
  readonly geometry: Geometry;
  /** Whether the object is not visible from this frame on. */
  readonly outside: boolean;
}

/** A label as the document holds it: complete, while the API can leave out empty fields. */
export interface Label {
  readonly class: string;
  readonly shape: Shape;
  readonly frames: { readonly [frame: string]: Keyframe };
  readonly attributes: { readonly [id: string]: Json };
  readonly z: number;
}

export type Ontology = Schema<'Ontology'>;
export type OntologyClass = Schema<'Class'>;
export type Skeleton = Schema<'Skeleton'>;
export type Attribute = Schema<'Attribute'>;
export type AttributeOption = Schema<'AttributeOption'>;
