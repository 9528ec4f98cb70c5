//! Geometry between COCO's forms and ours: areas, extents, and the half pixel that is forgiven.

use countersign_shared::geometry::{Geometry, RotatedBoxGeometry, Size};
use countersign_shared::rle::Rle;

/// How far a coordinate may overshoot the picture and is still set back to its edge: tools round.
const OVERSHOOT: f64 = 0.5;

/// Sets a coordinate that overshoots by up to half a pixel back to the edge; one further out stays, to be refused.
#[must_use]
pub fn clamp(value: f64, max: u32) -> f64 {
    let max = f64::from(max);
    if (-OVERSHOOT..0.0).contains(&value) {
        0.0
    } else if value > max && value <= max + OVERSHOOT {
        max
    } else {
        value
    }
}

#[must_use]
pub fn clamp_points(flat: &[f64], size: Size) -> Vec<f64> {
    flat.chunks(2)
        .flat_map(|p| [Some(clamp(p[0], size.width)), p.get(1).map(|y| clamp(*y, size.height))])
        .flatten()
        .collect()
}

/// The area within a ring, by the shoelace formula.
#[must_use]
pub fn ring_area(ring: &[f64]) -> f64 {
    signed_area(ring).abs()
}

fn signed_area(ring: &[f64]) -> f64 {
    let points: Vec<&[f64]> = ring.chunks_exact(2).collect();
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
}

/// The area as COCO counts it: pixels. A ring that lies within another is taken for a hole in it.
#[must_use]
pub fn area(geometry: &Geometry) -> f64 {
    match geometry {
        Geometry::Box(b) => b.w * b.h,
        Geometry::RotatedBox(b) => b.w * b.h,
        Geometry::Polygon(p) => {
            let covered = |(i, ring): (usize, &Vec<f64>)| {
                let depth = p.rings.iter().enumerate().filter(|(j, other)| *j != i && contains(other, ring)).count();
                if depth % 2 == 1 { -ring_area(ring) } else { ring_area(ring) }
            };
            p.rings.iter().enumerate().map(covered).sum::<f64>().max(0.0)
        }
        #[expect(clippy::cast_precision_loss, reason = "at most 200 million pixels")]
        Geometry::Bitmask(rle) => rle.area().unwrap_or(0) as f64,
        Geometry::Polyline(_) | Geometry::Point(_) | Geometry::Skeleton(_) | Geometry::Classification(_) => 0.0,
    }
}

/// Whether the first point of `inner` lies within `outer` (even-odd ray casting).
fn contains(outer: &[f64], inner: &[f64]) -> bool {
    let [x, y] = [inner[0], inner[1]];
    let points: Vec<&[f64]> = outer.chunks_exact(2).collect();
    let next = points.iter().cycle().skip(1);
    let crossings = points
        .iter()
        .zip(next)
        .filter(|(a, b)| (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0])
        .count();
    crossings % 2 == 1
}

/// `[x, y, width, height]` around the geometry; `None` for a classification or a skeleton without a labelled joint.
#[must_use]
pub fn bounds(geometry: &Geometry) -> Option<[f64; 4]> {
    match geometry {
        Geometry::Box(b) => Some([b.x, b.y, b.w, b.h]),
        Geometry::RotatedBox(b) => around(corners(b).chunks_exact(2)),
        Geometry::Polygon(p) => around(p.rings.iter().flat_map(|ring| ring.chunks_exact(2))),
        Geometry::Polyline(p) => around(p.points.chunks_exact(2)),
        Geometry::Point(p) => Some([p.x, p.y, 0.0, 0.0]),
        Geometry::Skeleton(s) => around(s.points.chunks_exact(3).filter(|joint| joint[2] > 0.0)),
        Geometry::Bitmask(rle) => mask_bounds(rle),
        Geometry::Classification(_) => None,
    }
}

fn around<'a>(points: impl Iterator<Item = &'a [f64]>) -> Option<[f64; 4]> {
    let found = points.fold(None, |found: Option<[f64; 4]>, p| {
        let [left, top, right, bottom] = found.unwrap_or([p[0], p[1], p[0], p[1]]);
        Some([left.min(p[0]), top.min(p[1]), right.max(p[0]), bottom.max(p[1])])
    });
    found.map(|[left, top, right, bottom]| [left, top, right - left, bottom - top])
}

/// The smallest box of whole pixels around a mask, from its runs alone (as `rleToBbox` of cocoapi).
fn mask_bounds(rle: &Rle) -> Option<[f64; 4]> {
    let height = u64::from(rle.size[0]);
    let mut at = 0u64;
    let mut found: Option<[u64; 4]> = None;
    for (i, run) in rle.runs()?.into_iter().enumerate() {
        let (start, end) = (at, at + u64::from(run));
        at = end;
        if i % 2 == 0 || run == 0 {
            continue;
        }
        let last = end - 1;
        let (mut top, mut bottom) = (start % height, last % height);
        if start / height != last / height {
            (top, bottom) = (0, height - 1);
        }
        let [left, above, right, below] = found.unwrap_or([u64::MAX, u64::MAX, 0, 0]);
        found = Some([left.min(start / height), above.min(top), right.max(last / height), below.max(bottom)]);
    }
    #[expect(clippy::cast_precision_loss, reason = "pixels of a picture")]
    found.map(|[left, top, right, bottom]| {
        [left as f64, top as f64, (right - left + 1) as f64, (bottom - top + 1) as f64]
    })
}

/// The corners of a turned box, clockwise from the one that is top left before the turn.
#[must_use]
pub fn corners(b: &RotatedBoxGeometry) -> Vec<f64> {
    let (sin, cos) = b.angle.to_radians().sin_cos();
    [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]
        .into_iter()
        .flat_map(|(u, v)| {
            let (dx, dy) = (u * b.w, v * b.h);
            [b.cx + dx * cos - dy * sin, b.cy + dx * sin + dy * cos]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use countersign_shared::geometry::{PolygonGeometry, SkeletonGeometry};

    use super::*;

    #[test]
    fn half_a_pixel_is_forgiven() {
        for (value, wants) in [(-0.5, 0.0), (-0.2, 0.0), (10.5, 10.0), (10.6, 10.6), (-0.6, -0.6), (3.2, 3.2)] {
            assert!((clamp(value, 10) - wants).abs() < f64::EPSILON, "{value}");
        }
    }

    #[test]
    fn a_ring_within_a_ring_is_a_hole_and_one_beside_it_is_not() {
        let square = |x: f64, y: f64, s: f64| vec![x, y, x + s, y, x + s, y + s, x, y + s];
        let with_hole =
            Geometry::Polygon(PolygonGeometry { rings: vec![square(0.0, 0.0, 10.0), square(2.0, 2.0, 5.0)] });
        let two_parts =
            Geometry::Polygon(PolygonGeometry { rings: vec![square(0.0, 0.0, 10.0), square(20.0, 2.0, 5.0)] });
        assert_eq!((area(&with_hole), area(&two_parts)), (75.0, 125.0));
        assert_eq!(bounds(&two_parts), Some([0.0, 0.0, 25.0, 10.0]));
    }

    #[test]
    fn a_mask_s_box_comes_from_its_runs() {
        // 4 rows, 3 columns; pixels (column 1, rows 1 and 2).
        let rle = Rle::from_runs([4, 3], &[5, 2, 5]).expect("covers 12 pixels");
        assert_eq!(bounds(&Geometry::Bitmask(rle)), Some([1.0, 1.0, 1.0, 2.0]));
        let across = Rle::from_runs([4, 3], &[3, 3, 6]).expect("covers 12 pixels");
        assert_eq!(bounds(&Geometry::Bitmask(across)), Some([0.0, 0.0, 2.0, 4.0]));
    }

    #[test]
    fn joints_that_are_not_labelled_do_not_widen_a_skeleton() {
        let skeleton = SkeletonGeometry { points: vec![0.0, 0.0, 0.0, 5.0, 6.0, 2.0, 9.0, 7.0, 1.0] };
        assert_eq!(bounds(&Geometry::Skeleton(skeleton)), Some([5.0, 6.0, 4.0, 1.0]));
    }

    #[test]
    fn a_quarter_turn_swaps_the_sides() {
        let corners = corners(&RotatedBoxGeometry { cx: 10.0, cy: 10.0, w: 6.0, h: 2.0, angle: 90.0 });
        for (got, wants) in corners.iter().zip([11.0, 7.0, 11.0, 13.0, 9.0, 13.0, 9.0, 7.0]) {
            assert!((got - wants).abs() < 1e-9, "{corners:?}");
        }
    }
}
