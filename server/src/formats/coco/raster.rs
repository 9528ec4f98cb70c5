//! Rasterises polygons that COCO cannot represent as polygons.

use countersign_shared::geometry::Size;
use countersign_shared::rle::Rle;

/// Returns the mask of the pixels whose centre is inside the rings by the even-odd rule, or `None` if there are none.
#[must_use]
pub fn even_odd(rings: &[Vec<f64>], size: Size) -> Option<Rle> {
    let mut runs: Vec<u32> = Vec::new();
    let (mut at, mut written) = (0u64, 0u64);
    let edges: Vec<[f64; 4]> = rings
        .iter()
        .flat_map(|ring| {
            let points: Vec<[f64; 2]> = ring.chunks_exact(2).map(|p| [p[0], p[1]]).collect();
            let next: Vec<[f64; 2]> = points.iter().cycle().skip(1).take(points.len()).copied().collect();
            points.into_iter().zip(next).map(|(a, b)| [a[0], a[1], b[0], b[1]]).collect::<Vec<_>>()
        })
        .collect();
    for column in 0..size.width {
        let x = f64::from(column) + 0.5;
        let mut crossings: Vec<f64> = edges
            .iter()
            .filter(|[ax, _, bx, _]| (*ax > x) != (*bx > x))
            .map(|[ax, ay, bx, by]| ay + (x - ax) * (by - ay) / (bx - ax))
            .collect();
        crossings.sort_by(f64::total_cmp);
        for pair in crossings.chunks_exact(2) {
            let (start, end) = (row(pair[0], size.height), row(pair[1], size.height));
            if end > start {
                let start = at + u64::from(start);
                let end = at + u64::from(end);
                push(&mut runs, &mut written, start, end)?;
            }
        }
        at += u64::from(size.height);
    }
    if runs.is_empty() {
        return None;
    }
    if at > written {
        runs.push(u32::try_from(at - written).ok()?);
    }
    Rle::from_runs([size.height, size.width], &runs)
}

/// Adds a run of foreground, merged with the previous run if they touch.
fn push(runs: &mut Vec<u32>, written: &mut u64, start: u64, end: u64) -> Option<()> {
    let length = u32::try_from(end - start).ok()?;
    if start == *written && !runs.is_empty() {
        *runs.last_mut()? += length;
    } else {
        runs.push(u32::try_from(start - *written).ok()?);
        runs.push(length);
    }
    *written = end;
    Some(())
}

/// Returns the first row whose centre is not above `y`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the image just before")]
fn row(y: f64, height: u32) -> u32 {
    (y - 0.5).ceil().clamp(0.0, f64::from(height)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_stays_open() {
        let square = |at: f64, side: f64| vec![at, at, at + side, at, at + side, at + side, at, at + side];
        let mask = even_odd(&[square(1.0, 6.0), square(3.0, 2.0)], Size { width: 8, height: 8 }).expect("pixels");
        assert_eq!(mask.area(), Some(32));
        assert_eq!(mask.runs().expect("a code")[..5], [9, 6, 2, 6, 2]);
    }

    #[test]
    fn a_polygon_over_the_whole_picture_covers_it() {
        let all =
            even_odd(&[vec![0.0, 0.0, 4.0, 0.0, 4.0, 3.0, 0.0, 3.0]], Size { width: 4, height: 3 }).expect("pixels");
        assert_eq!((all.area(), all.runs()), (Some(12), Some(vec![0, 12])));
        assert_eq!(even_odd(&[vec![0.1, 0.1, 0.2, 0.1, 0.2, 0.2]], Size { width: 4, height: 3 }), None);
    }
}
