//! The geometry of a label on one frame, in pixels of the original media, and its validation.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;
use utoipa::ToSchema;

use crate::limits;
use crate::ontology::Shape;
use crate::rle::Rle;

/// Width and height of a media file, in pixels.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

/// The geometry of a label on one frame. The label's [`Shape`] determines the variant; the JSON has only its fields.
#[derive(Clone, PartialEq, Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Geometry {
    Box(BoxGeometry),
    RotatedBox(RotatedBoxGeometry),
    Polygon(PolygonGeometry),
    Polyline(PolylineGeometry),
    Point(PointGeometry),
    Skeleton(SkeletonGeometry),
    Bitmask(Rle),
    Classification(ClassificationGeometry),
}

/// Top left corner and size.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BoxGeometry {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

/// Centre, size, and clockwise rotation in degrees.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RotatedBoxGeometry {
    pub cx: f64,
    pub cy: f64,
    pub w: f64,
    pub h: f64,
    pub angle: f64,
}

/// Rings of at least three points each, `[x0, y0, x1, y1, …]`, filled by the even-odd rule: holes and separate parts
/// are ordinary rings.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolygonGeometry {
    pub rings: Vec<Vec<f64>>,
}

/// At least two points, `[x0, y0, x1, y1, …]`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolylineGeometry {
    pub points: Vec<f64>,
}

#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PointGeometry {
    pub x: f64,
    pub y: f64,
}

/// One `x, y, v` per joint of the class, in a flat list; `v` as in COCO: 0 not labelled, 1 hidden, 2 visible.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SkeletonGeometry {
    pub points: Vec<f64>,
}

/// A classification has no position on the image: `{}`.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassificationGeometry {}

#[derive(Clone, PartialEq, Debug, Error)]
pub enum GeometryError {
    #[error("the geometry does not have the fields of a {0:?}: {1}")]
    InvalidFields(Shape, String),
    #[error("a coordinate is not a finite number")]
    NotFinite,
    #[error("({x}, {y}) lies outside the image of {width} × {height} pixels")]
    Outside { x: f64, y: f64, width: u32, height: u32 },
    #[error("the width and the height must be greater than zero")]
    Degenerate,
    #[error("too few points")]
    TooFewPoints,
    #[error("more than {} points", limits::MAX_POINTS_PER_GEOMETRY)]
    TooManyPoints,
    #[error("more than {} rings", limits::MAX_RINGS_PER_POLYGON)]
    TooManyRings,
    #[error("the skeleton has {got} joints, but the class has {wants}")]
    Joints { got: usize, wants: usize },
    #[error("the visibility of a joint must be 0, 1 or 2")]
    Visibility,
    #[error("the bitmask is empty, or not a run-length encoding of {width} × {height} pixels")]
    Bitmask { width: u32, height: u32 },
}

impl Geometry {
    /// Parses the geometry of a label with this shape.
    ///
    /// # Errors
    /// Returns [`GeometryError::InvalidFields`] if a field is missing, unknown or of the wrong type.
    pub fn parse(shape: Shape, value: Value) -> Result<Self, GeometryError> {
        fn read<T: serde::de::DeserializeOwned>(shape: Shape, value: Value) -> Result<T, GeometryError> {
            serde_json::from_value(value).map_err(|error| GeometryError::InvalidFields(shape, error.to_string()))
        }
        Ok(match shape {
            Shape::Box => Self::Box(read(shape, value)?),
            Shape::RotatedBox => Self::RotatedBox(read(shape, value)?),
            Shape::Polygon => Self::Polygon(read(shape, value)?),
            Shape::Polyline => Self::Polyline(read(shape, value)?),
            Shape::Point => Self::Point(read(shape, value)?),
            Shape::Skeleton => Self::Skeleton(read(shape, value)?),
            Shape::Bitmask => Self::Bitmask(read(shape, value)?),
            Shape::Classification => Self::Classification(read(shape, value)?),
        })
    }

    #[must_use]
    pub fn shape(&self) -> Shape {
        match self {
            Self::Box(_) => Shape::Box,
            Self::RotatedBox(_) => Shape::RotatedBox,
            Self::Polygon(_) => Shape::Polygon,
            Self::Polyline(_) => Shape::Polyline,
            Self::Point(_) => Shape::Point,
            Self::Skeleton(_) => Shape::Skeleton,
            Self::Bitmask(_) => Shape::Bitmask,
            Self::Classification(_) => Shape::Classification,
        }
    }

    /// Returns the bounding box as `[left, top, width, height]`, or `None` for a classification, a skeleton without a
    /// labelled joint, and a bitmask that is empty or invalid.
    #[must_use]
    pub fn bounds(&self) -> Option<[f64; 4]> {
        match self {
            Self::Box(b) => Some([b.x, b.y, b.w, b.h]),
            Self::RotatedBox(b) => bounding_box(b.corners().iter().map(<[f64; 2]>::as_slice)),
            Self::Polygon(p) => bounding_box(p.rings.iter().flat_map(|ring| ring.chunks_exact(2))),
            Self::Polyline(p) => bounding_box(p.points.chunks_exact(2)),
            Self::Point(p) => Some([p.x, p.y, 0.0, 0.0]),
            Self::Skeleton(s) => bounding_box(s.points.chunks_exact(3).filter(|joint| joint[2] > 0.0)),
            Self::Bitmask(rle) => rle.bounds(),
            Self::Classification(_) => None,
        }
    }

    /// Checks the geometry on an image of `size`, for a class with `joints` skeleton joints.
    ///
    /// # Errors
    /// Returns an error for the first rule that the geometry breaks.
    pub fn check(&self, size: Size, joints: usize) -> Result<(), GeometryError> {
        match self {
            Self::Box(b) => {
                check_extent(b.w, b.h)?;
                check_point(b.x, b.y, size)?;
                check_point(b.x + b.w, b.y + b.h, size)
            }
            Self::RotatedBox(b) => {
                check_extent(b.w, b.h)?;
                if !b.angle.is_finite() {
                    return Err(GeometryError::NotFinite);
                }
                // The corners of a rotated box can lie outside the image. Its centre cannot, and its size is bounded.
                let reach = f64::from(size.width) + f64::from(size.height);
                if b.w > reach || b.h > reach {
                    return Err(outside(b.cx + b.w, b.cy + b.h, size));
                }
                check_point(b.cx, b.cy, size)
            }
            Self::Polygon(p) => {
                if p.rings.is_empty() {
                    return Err(GeometryError::TooFewPoints);
                }
                if p.rings.len() > limits::MAX_RINGS_PER_POLYGON {
                    return Err(GeometryError::TooManyRings);
                }
                if p.rings.iter().map(Vec::len).sum::<usize>() > 2 * limits::MAX_POINTS_PER_GEOMETRY {
                    return Err(GeometryError::TooManyPoints);
                }
                p.rings.iter().try_for_each(|ring| check_points(ring, 3, size))
            }
            Self::Polyline(p) => check_points(&p.points, 2, size),
            Self::Point(p) => check_point(p.x, p.y, size),
            Self::Skeleton(s) => {
                let got = s.points.len() / 3;
                if got != joints || !s.points.len().is_multiple_of(3) {
                    return Err(GeometryError::Joints { got, wants: joints });
                }
                s.points.chunks_exact(3).try_for_each(|joint| {
                    if ![0.0, 1.0, 2.0].contains(&joint[2]) {
                        return Err(GeometryError::Visibility);
                    }
                    check_point(joint[0], joint[1], size)
                })
            }
            Self::Bitmask(rle) => {
                let fits = rle.size == [size.height, size.width]
                    && rle.counts.len() <= limits::MAX_BITMASK_CHARS
                    && rle.area().is_some_and(|area| area > 0);
                if fits { Ok(()) } else { Err(GeometryError::Bitmask { width: size.width, height: size.height }) }
            }
            Self::Classification(_) => Ok(()),
        }
    }
}

impl RotatedBoxGeometry {
    /// Returns the corners clockwise, starting with the one that is top left before the rotation.
    #[must_use]
    pub fn corners(&self) -> [[f64; 2]; 4] {
        let (sin, cos) = self.angle.to_radians().sin_cos();
        [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map(|(u, v)| {
            let (dx, dy) = (u * self.w, v * self.h);
            [self.cx + dx * cos - dy * sin, self.cy + dx * sin + dy * cos]
        })
    }
}

fn bounding_box<'a>(points: impl Iterator<Item = &'a [f64]>) -> Option<[f64; 4]> {
    let found = points.fold(None, |found: Option<[f64; 4]>, p| {
        let [left, top, right, bottom] = found.unwrap_or([p[0], p[1], p[0], p[1]]);
        Some([left.min(p[0]), top.min(p[1]), right.max(p[0]), bottom.max(p[1])])
    });
    found.map(|[left, top, right, bottom]| [left, top, right - left, bottom - top])
}

/// Tolerance of half a thousandth of a pixel: editors compute `x + w` in floating point.
const TOLERANCE: f64 = 0.0005;

fn outside(x: f64, y: f64, size: Size) -> GeometryError {
    GeometryError::Outside { x, y, width: size.width, height: size.height }
}

fn check_point(x: f64, y: f64, size: Size) -> Result<(), GeometryError> {
    if !x.is_finite() || !y.is_finite() {
        return Err(GeometryError::NotFinite);
    }
    let inside = |v: f64, max: u32| v >= -TOLERANCE && v <= f64::from(max) + TOLERANCE;
    if inside(x, size.width) && inside(y, size.height) { Ok(()) } else { Err(outside(x, y, size)) }
}

fn check_points(flat: &[f64], at_least: usize, size: Size) -> Result<(), GeometryError> {
    if flat.len() < 2 * at_least || !flat.len().is_multiple_of(2) {
        return Err(GeometryError::TooFewPoints);
    }
    if flat.len() > 2 * limits::MAX_POINTS_PER_GEOMETRY {
        return Err(GeometryError::TooManyPoints);
    }
    flat.chunks_exact(2).try_for_each(|p| check_point(p[0], p[1], size))
}

fn check_extent(w: f64, h: f64) -> Result<(), GeometryError> {
    if !w.is_finite() || !h.is_finite() {
        return Err(GeometryError::NotFinite);
    }
    if w <= 0.0 || h <= 0.0 { Err(GeometryError::Degenerate) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bitmask_bounds_follow_from_its_runs() {
        // 4 rows, 3 columns; pixels (column 1, rows 1 and 2).
        let rle = Rle::from_runs([4, 3], &[5, 2, 5]).expect("covers 12 pixels");
        assert_eq!(Geometry::Bitmask(rle).bounds(), Some([1.0, 1.0, 1.0, 2.0]));
        let across = Rle::from_runs([4, 3], &[3, 3, 6]).expect("covers 12 pixels");
        assert_eq!(Geometry::Bitmask(across).bounds(), Some([0.0, 0.0, 2.0, 4.0]));
    }

    #[test]
    fn joints_that_are_not_labelled_do_not_widen_a_skeleton() {
        let skeleton = SkeletonGeometry { points: vec![0.0, 0.0, 0.0, 5.0, 6.0, 2.0, 9.0, 7.0, 1.0] };
        assert_eq!(Geometry::Skeleton(skeleton).bounds(), Some([5.0, 6.0, 4.0, 1.0]));
    }

    #[test]
    fn a_quarter_turn_swaps_the_sides() {
        let corners = RotatedBoxGeometry { cx: 10.0, cy: 10.0, w: 6.0, h: 2.0, angle: 90.0 }.corners().concat();
        for (got, wants) in corners.iter().zip([11.0, 7.0, 11.0, 13.0, 9.0, 13.0, 9.0, 7.0]) {
            assert!((got - wants).abs() < 1e-9, "{corners:?}");
        }
    }
}
