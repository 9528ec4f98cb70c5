//! Geometry conversions between COCO and Countersign: areas, and the tolerance of half a pixel.

use countersign_shared::geometry::{Geometry, Size};

/// How far, in pixels, a coordinate can be outside the image and still be moved to its edge. Tools round coordinates.
const OVERSHOOT: f64 = 0.5;

/// Moves a coordinate that overshoots by up to half a pixel to the edge. One further out is unchanged and refused later.
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

/// Returns the area of a ring, by the shoelace formula.
#[must_use]
pub fn ring_area(ring: &[f64]) -> f64 {
    signed_area(ring).abs()
}

fn signed_area(ring: &[f64]) -> f64 {
    let points: Vec<&[f64]> = ring.chunks_exact(2).collect();
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
}

/// Returns the area in pixels, as COCO counts it. A ring inside another counts as a hole in it.
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

/// Returns whether the first point of `inner` is inside `outer` (even-odd ray casting).
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

#[cfg(test)]
mod tests {
    use countersign_shared::geometry::PolygonGeometry;

    use super::*;

    #[test]
    fn half_a_pixel_is_tolerated() {
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
        assert_eq!(two_parts.bounds(), Some([0.0, 0.0, 25.0, 10.0]));
    }
}
