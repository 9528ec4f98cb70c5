//! Outlines of an item's labels, small enough to be drawn over its thumbnail in a list.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::geometry::Geometry;
use crate::label::Labels;

/// Maximum outlines of one item.
const MAX_OUTLINES: usize = 200;
/// Maximum points of one ring.
const MAX_POINTS: usize = 24;
/// Maximum rings of one outline.
const MAX_RINGS: usize = 4;

/// The outline of one label, in pixels of the media.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Outline {
    pub class: String,
    /// Closed rings: `[x, y, x, y, …]`
    pub rings: Vec<Vec<f64>>,
}

/// Returns the outline of each label at its first keyframe, largest first: a thumbnail shows the largest.
#[must_use]
pub fn outlines(labels: &Labels) -> Vec<Outline> {
    let mut sized: Vec<(f64, Outline)> = labels
        .values()
        .filter_map(|label| {
            let keyframe = label.frames.values().next().filter(|keyframe| !keyframe.outside)?;
            let [.., w, h] = keyframe.geometry.bounds()?;
            let rings = rings(&keyframe.geometry)?;
            Some((w * h, Outline { class: label.class.clone(), rings }))
        })
        .collect();
    sized.sort_by(|a, b| b.0.total_cmp(&a.0));
    sized.into_iter().take(MAX_OUTLINES).map(|(_, outline)| outline).collect()
}

/// Returns the rings of a geometry, rounded to a tenth of a pixel, or `None` for a geometry without a position.
fn rings(geometry: &Geometry) -> Option<Vec<Vec<f64>>> {
    let rectangle = |[x, y, w, h]: [f64; 4]| vec![x, y, x + w, y, x + w, y + h, x, y + h];
    let rings = match geometry {
        Geometry::RotatedBox(b) => vec![b.corners().concat()],
        Geometry::Polygon(p) => p.rings.iter().take(MAX_RINGS).map(|ring| thinned(ring)).collect(),
        Geometry::Polyline(line) => {
            // Forwards and back, so that a closed ring draws an open line.
            let mut there = thinned(&line.points);
            let back: Vec<f64> = there.chunks_exact(2).rev().skip(1).flatten().copied().collect();
            there.extend(back);
            vec![there]
        }
        Geometry::Point(p) => vec![rectangle([p.x - 2.0, p.y - 2.0, 4.0, 4.0])],
        Geometry::Box(_) | Geometry::Skeleton(_) | Geometry::Bitmask(_) => vec![rectangle(geometry.bounds()?)],
        Geometry::Classification(_) => return None,
    };
    let tenth = |value: f64| (value * 10.0).round() / 10.0;
    Some(rings.into_iter().map(|ring| ring.into_iter().map(tenth).collect()).collect())
}

/// Returns every n-th point, so that at most [`MAX_POINTS`] are left.
fn thinned(points: &[f64]) -> Vec<f64> {
    let step = (points.len() / 2).div_ceil(MAX_POINTS).max(1);
    points.chunks_exact(2).step_by(step).flatten().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{BoxGeometry, PolygonGeometry, PolylineGeometry};
    use crate::label::{Keyframe, Label};

    fn label(class: &str, geometry: Geometry) -> Label {
        let shape = geometry.shape();
        let frames = [(0, Keyframe { geometry, outside: false })].into();
        Label { class: class.to_owned(), shape, frames, attributes: [].into(), z: 0 }
    }

    #[test]
    fn the_largest_labels_are_drawn_with_few_points() {
        let ring: Vec<f64> = (0..400).map(f64::from).collect();
        let mut labels = Labels::new();
        labels.insert("a".to_owned(), label("large", Geometry::Polygon(PolygonGeometry { rings: vec![ring] })));
        for n in 2..300 {
            let geometry = Geometry::Box(BoxGeometry { x: 1.04, y: 2.0, w: 3.0, h: 4.0 });
            labels.insert(format!("b{n}"), label("small", geometry));
        }
        let drawn = outlines(&labels);
        assert_eq!(drawn.len(), MAX_OUTLINES);
        assert!(drawn[0].class == "large" && drawn[0].rings[0].len() <= 2 * MAX_POINTS);
        assert_eq!(drawn[1].rings, [[1.0, 2.0, 4.0, 2.0, 4.0, 6.0, 1.0, 6.0]]);
    }

    #[test]
    fn an_open_line_becomes_a_closed_ring() {
        let line = Geometry::Polyline(PolylineGeometry { points: vec![0.0, 0.0, 5.0, 0.0, 5.0, 5.0] });
        let drawn = outlines(&[("a".to_owned(), label("line", line))].into());
        assert_eq!(drawn[0].rings, [[0.0, 0.0, 5.0, 0.0, 5.0, 5.0, 5.0, 0.0, 0.0, 0.0]]);
    }
}
