//! COCO's run-length encoding of bitmasks: column by column, alternating runs of background and foreground, either as
//! numbers or as the compressed ASCII string of `maskApi.c` (cocoapi).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A compressed COCO bitmask.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rle {
    /// Height, then width, as in COCO.
    pub size: [u32; 2],
    /// COCO's compressed string.
    pub counts: String,
}

impl Rle {
    /// Compresses runs, background first. Returns `None` unless they cover exactly `size`.
    #[must_use]
    pub fn from_runs(size: [u32; 2], runs: &[u32]) -> Option<Self> {
        let total: u64 = runs.iter().map(|run| u64::from(*run)).sum();
        if total != u64::from(size[0]) * u64::from(size[1]) {
            return None;
        }
        let mut counts = String::new();
        for (i, run) in runs.iter().enumerate() {
            let mut x = i64::from(*run);
            if i > 2 {
                x -= i64::from(runs[i - 2]);
            }
            loop {
                let mut c = (x & 0x1f) as u8;
                x >>= 5;
                let more = if c & 0x10 != 0 { x != -1 } else { x != 0 };
                if more {
                    c |= 0x20;
                }
                counts.push(char::from(c + 48));
                if !more {
                    break;
                }
            }
        }
        Some(Self { size, counts })
    }

    /// Returns the runs, background first, or `None` if the string is not an encoding of exactly `size`.
    #[must_use]
    pub fn runs(&self) -> Option<Vec<u32>> {
        let mut runs: Vec<u32> = Vec::new();
        let mut covered: u64 = 0;
        let mut bytes = self.counts.bytes();
        while let Some(first) = bytes.next() {
            let mut x: i64 = 0;
            let mut shift = 0;
            let mut byte = first;
            loop {
                if !(48..112).contains(&byte) || shift > 30 {
                    return None;
                }
                let c = i64::from(byte - 48);
                x |= (c & 0x1f) << shift;
                shift += 5;
                if c & 0x20 == 0 {
                    if c & 0x10 != 0 {
                        x |= -1i64 << shift;
                    }
                    break;
                }
                byte = bytes.next()?;
            }
            if runs.len() > 2 {
                x += i64::from(runs[runs.len() - 2]);
            }
            let run = u32::try_from(x).ok()?;
            covered += u64::from(run);
            runs.push(run);
        }
        let total = u64::from(self.size[0]) * u64::from(self.size[1]);
        (covered == total && total > 0).then_some(runs)
    }

    /// Returns the bounding box of the mask as left, top, width, height, or `None` if the mask is empty or invalid.
    #[must_use]
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let height = self.size[0];
        let (mut low, mut high) = ([u32::MAX; 2], [0; 2]);
        let mut at = 0_u32;
        for (index, run) in self.runs()?.into_iter().enumerate() {
            if index % 2 == 1 && run > 0 {
                let last = at.saturating_add(run - 1);
                let columns = [at / height, last / height];
                // A run that continues into the next column touches both the bottom and the top.
                let rows = if columns[0] == columns[1] { [at % height, last % height] } else { [0, height - 1] };
                low = [low[0].min(columns[0]), low[1].min(rows[0])];
                high = [high[0].max(columns[1] + 1), high[1].max(rows[1] + 1)];
            }
            at = at.saturating_add(run);
        }
        let [left, top] = low.map(f64::from);
        (high[0] > 0).then(|| [left, top, f64::from(high[0]) - left, f64::from(high[1]) - top])
    }

    /// Returns the number of foreground pixels, or `None` if the encoding is invalid.
    #[must_use]
    pub fn area(&self) -> Option<u64> {
        Some(self.runs()?.iter().skip(1).step_by(2).map(|run| u64::from(*run)).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_round_trip() {
        for runs in [vec![6, 1, 40, 4, 5, 4, 5, 4, 21], vec![0, 90], vec![89, 1], vec![3, 80, 2, 5], vec![0, 30, 1, 59]]
        {
            let rle = Rle::from_runs([9, 10], &runs).expect("covers 90 pixels");
            assert_eq!(rle.runs().as_ref(), Some(&runs), "{}", rle.counts);
        }
    }

    #[test]
    fn an_encoding_of_another_size_is_refused() {
        assert_eq!(Rle::from_runs([9, 10], &[1, 2]), None);
        for counts in ["", "0", "~~~~", "oooooooooooooooooooo", "\u{7f}", "é"] {
            assert_eq!(Rle { size: [9, 10], counts: counts.into() }.runs(), None, "{counts:?}");
        }
    }
}
