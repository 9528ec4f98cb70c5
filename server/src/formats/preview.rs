//! The outlines of an item's labels, small enough to be drawn over its thumbnail in a list.

use countersign_shared::geometry::Geometry;
use countersign_shared::label::Labels;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Outlines of one item, at most.
const MAX_OUTLINES: usize = 200;
/// Points of one ring, at most.
const MAX_RING_POINTS: usize = 24;
/// Rings of one outline, at most.
const MAX_RINGS: usize = 4;

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Outline {
    /// Id of the label's class.
    pub class: String,
    /// Closed rings, `[x0, y0, x1, y1, …]`, whole pixels of the media.
    pub rings: Vec<Vec<i64>>,
}

/// Outlines of the labels at their first keyframe, the largest first.
#[must_use]
pub fn outlines(labels: &Labels) -> Vec<Outline> {
    let mut sized: Vec<(f64, Outline)> = labels
        .values()
        .filter_map(|label| {
            let keyframe = label.frames.values().next().filter(|keyframe| !keyframe.outside)?;
            let rings = rings(&keyframe.geometry)?;
            let area = rings.iter().map(|ring| area(ring)).sum();
            let rings = rings.iter().take(MAX_RINGS).map(|ring| simplify(ring)).collect();
            Some((area, Outline { class: label.class.clone(), rings }))
        })
        .collect();
    sized.sort_by(|a, b| b.0.total_cmp(&a.0));
    sized.into_iter().take(MAX_OUTLINES).map(|(_, outline)| outline).collect()
}

fn rings(geometry: &Geometry) -> Option<Vec<Vec<f64>>> {
    Some(match geometry {
        Geometry::Box(b) => vec![rectangle(b.x, b.y, b.x + b.w, b.y + b.h)],
        Geometry::RotatedBox(b) => vec![super::coco::geometry::corners(b)],
        Geometry::Polygon(p) => {
            let mut rings = p.rings.clone();
            rings.sort_by(|a, b| area(b).total_cmp(&area(a)));
            rings
        }
        Geometry::Polyline(p) => {
            // There and back again, so that a closed ring shows an open line.
            let back = p.points.chunks_exact(2).rev().skip(1).flatten();
            vec![p.points.iter().chain(back).copied().collect()]
        }
        Geometry::Point(p) => vec![rectangle(p.x - 1.0, p.y - 1.0, p.x + 1.0, p.y + 1.0)],
        Geometry::Skeleton(_) | Geometry::Bitmask(_) => {
            let [x, y, w, h] = super::coco::geometry::bounds(geometry)?;
            vec![rectangle(x, y, x + w, y + h)]
        }
        Geometry::Classification(_) => return None,
    })
}

fn rectangle(left: f64, top: f64, right: f64, bottom: f64) -> Vec<f64> {
    vec![left, top, right, top, right, bottom, left, bottom]
}

/// Twice the area, by the shoelace formula.
fn area(ring: &[f64]) -> f64 {
    super::coco::geometry::ring_area(ring)
}

/// Every n-th point, so that at most [`MAX_RING_POINTS`] stay: a thumbnail shows no more.
fn simplify(ring: &[f64]) -> Vec<i64> {
    let points = ring.len() / 2;
    let step = points.div_ceil(MAX_RING_POINTS).max(1);
    #[expect(clippy::cast_possible_truncation, reason = "coordinates lie within the picture")]
    ring.chunks_exact(2).step_by(step).flatten().map(|v| v.round() as i64).collect()
}
