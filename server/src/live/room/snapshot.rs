//! What is kept of a document beside its bytes: the typed labels, their number, and outlines for lists.

use bytes::Bytes;
use countersign_shared::geometry::{Geometry, PolygonGeometry};
use countersign_shared::ids::ClientId;
use countersign_shared::label::{Label, Labels};
use serde_json::{Value, json};

use crate::document::{DocumentError, ItemDocument};

/// Outlines of one preview, and points of one outline.
const MAX_OUTLINES: usize = 200;
const MAX_POINTS: usize = 24;

pub struct Derived {
    /// Typed labels by id.
    pub annotations: Value,
    pub label_count: i32,
    /// `[{"class": id, "rings": [[x, y, …]]}]`
    pub preview: Value,
}

/// Reads an encoded document. Takes milliseconds for thousands of labels, so not in a room's own task.
///
/// # Errors
/// The bytes are no document of ours.
pub fn derive(state: &Bytes) -> Result<Derived, DocumentError> {
    // Nothing is written with this replica, so its client id does not matter.
    let labels = ItemDocument::load(ClientId(1), state)?.labels()?;
    let preview = preview(&labels);
    let label_count = i32::try_from(labels.len()).unwrap_or(i32::MAX);
    let annotations = serde_json::to_value(labels).map_err(|error| DocumentError::Malformed(error.to_string()))?;
    Ok(Derived { annotations, label_count, preview })
}

/// Simplified outlines of what each label has on its first frame, the topmost labels first.
#[must_use]
pub fn preview(labels: &Labels) -> Value {
    let mut drawn: Vec<(&Label, Vec<Vec<f64>>)> =
        labels.values().filter_map(|label| Some((label, outline(&label.frames.values().next()?.geometry)?))).collect();
    drawn.sort_by_key(|(label, _)| std::cmp::Reverse(label.z));
    drawn.truncate(MAX_OUTLINES);
    drawn.into_iter().map(|(label, rings)| json!({ "class": label.class, "rings": rings })).collect()
}

/// Rings in pixels, to a tenth; `None` for what has no place.
fn outline(geometry: &Geometry) -> Option<Vec<Vec<f64>>> {
    let rectangle = |x: f64, y: f64, w: f64, h: f64| vec![x, y, x + w, y, x + w, y + h, x, y + h];
    let rings = match geometry {
        Geometry::Box(b) => vec![rectangle(b.x, b.y, b.w, b.h)],
        Geometry::RotatedBox(b) => {
            let (sin, cos) = b.angle.to_radians().sin_cos();
            let corner = |x: f64, y: f64| [b.cx + x * cos - y * sin, b.cy + x * sin + y * cos];
            let (w, h) = (b.w / 2.0, b.h / 2.0);
            vec![[corner(-w, -h), corner(w, -h), corner(w, h), corner(-w, h)].concat()]
        }
        Geometry::Polygon(PolygonGeometry { rings }) => rings.iter().take(4).map(|ring| thinned(ring)).collect(),
        Geometry::Polyline(line) => vec![thinned(&line.points)],
        Geometry::Point(p) => vec![rectangle(p.x - 2.0, p.y - 2.0, 4.0, 4.0)],
        Geometry::Skeleton(s) => {
            let seen = s.points.chunks_exact(3).filter(|joint| joint[2] > 0.0);
            let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
            for joint in seen {
                for axis in 0..2 {
                    low[axis] = low[axis].min(joint[axis]);
                    high[axis] = high[axis].max(joint[axis]);
                }
            }
            if low[0] > high[0] {
                return None;
            }
            vec![rectangle(low[0], low[1], high[0] - low[0], high[1] - low[1])]
        }
        Geometry::Bitmask(rle) => {
            let [x, y, w, h] = rle.bounds()?;
            vec![rectangle(x, y, w, h)]
        }
        Geometry::Classification(_) => return None,
    };
    let tenth = |value: f64| (value * 10.0).round() / 10.0;
    Some(rings.into_iter().map(|ring| ring.into_iter().map(tenth).collect()).collect())
}

/// Every n-th point, so that few enough are left.
fn thinned(points: &[f64]) -> Vec<f64> {
    let step = (points.len() / 2).div_ceil(MAX_POINTS).max(1);
    points.chunks_exact(2).step_by(step).flatten().copied().collect()
}

#[cfg(test)]
mod tests {
    use countersign_shared::geometry::BoxGeometry;
    use countersign_shared::label::Keyframe;
    use countersign_shared::ontology::Shape;

    use super::*;

    fn label(geometry: Geometry, z: i32) -> Label {
        let frames = [(0, Keyframe { geometry, outside: false })].into();
        Label { class: format!("c{z}"), shape: Shape::Box, frames, attributes: [].into(), z }
    }

    #[test]
    fn a_preview_draws_the_topmost_labels_with_few_points() {
        let ring: Vec<f64> = (0..400).map(f64::from).collect();
        let mut labels = Labels::new();
        labels.insert("a".to_owned(), label(Geometry::Polygon(PolygonGeometry { rings: vec![ring] }), 1));
        for z in 2..300 {
            let geometry = Geometry::Box(BoxGeometry { x: 1.04, y: 2.0, w: 3.0, h: 4.0 });
            labels.insert(format!("b{z}"), label(geometry, z));
        }
        let drawn = preview(&labels);
        let drawn = drawn.as_array().expect("an array");
        assert_eq!(drawn.len(), MAX_OUTLINES);
        assert_eq!(drawn[0], json!({ "class": "c299", "rings": [[1.0, 2.0, 4.0, 2.0, 4.0, 6.0, 1.0, 6.0]] }));
        labels.retain(|id, _| id == "a");
        assert!(preview(&labels)[0]["rings"][0].as_array().expect("a ring").len() <= 2 * MAX_POINTS);
    }
}
