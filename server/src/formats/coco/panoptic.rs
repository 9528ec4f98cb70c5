//! Masks from a panoptic PNG, whose colours are segment ids: red + 256 · green + 65,536 · blue.

use std::collections::{HashMap, HashSet};

use countersign_shared::rle::Rle;
use image::RgbImage;

use super::convert::ImageLabels;
use super::model::Annotation;

/// Adds one label per segment; `png` has been decoded within the media limits.
pub fn add(picture: &mut ImageLabels<'_>, annotation: &Annotation, png: &RgbImage) {
    let name = annotation.file_name.as_deref().unwrap_or("?");
    if (png.width(), png.height()) != (picture.size.width, picture.size.height) {
        let (width, height) = (picture.size.width, picture.size.height);
        let message =
            format!("{name} has {} × {} pixels, but the image has {width} × {height}", png.width(), png.height());
        return picture.report_skipped(name, message);
    }
    let wanted = annotation.segments_info.iter().flatten().filter_map(|segment| segment.id.0.parse().ok()).collect();
    let (mut masks, others) = masks(png, &wanted);
    for segment in annotation.segments_info.iter().flatten() {
        let Some(class) = picture.classes.of(&segment.category_id).cloned() else {
            picture.report_skipped(&segment.id.0, format_args!("there is no category {}", segment.category_id));
            continue;
        };
        match segment.id.0.parse::<u32>().ok().and_then(|id| masks.remove(&id)) {
            Some(mask) => {
                picture.add_mask(&segment.id.0, &class, mask, segment.iscrowd.0, segment.attributes.as_ref());
            }
            None => picture.report_skipped(&segment.id.0, format_args!("no pixel of {name} belongs to this segment")),
        }
    }
    if others > 0 {
        let message = format!("{name} has {others} colour(s) that no segment names; left out");
        picture.report.warning(Some(picture.file_name), message);
    }
}

/// Returns the masks of the wanted colours, made in one pass over the pixels, column by column. Also returns the number of
/// other colours except black, which means "nothing" in COCO.
fn masks(png: &RgbImage, wanted: &HashSet<u32>) -> (HashMap<u32, Rle>, usize) {
    let (width, height) = png.dimensions();
    // Ends of the runs so far, background first, by colour.
    let mut ends: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut others: HashSet<u32> = HashSet::new();
    let mut last = None;
    let mut at = 0u32;
    for x in 0..width {
        for y in 0..height {
            let [red, green, blue] = png.get_pixel(x, y).0;
            let id = u32::from_le_bytes([red, green, blue, 0]);
            if last != Some(id) {
                if let Some(last) = last.filter(|last| wanted.contains(last)) {
                    ends.entry(last).or_default().push(at);
                }
                if wanted.contains(&id) {
                    ends.entry(id).or_default().push(at);
                } else if id != 0 {
                    others.insert(id);
                }
                last = Some(id);
            }
            at += 1;
        }
    }
    let total = at;
    let masks = ends
        .into_iter()
        .filter_map(|(id, mut ends)| {
            ends.push(total);
            let starts = std::iter::once(0).chain(ends.iter().copied());
            let mut runs: Vec<u32> = ends.iter().zip(starts).map(|(end, start)| end - start).collect();
            if runs.last() == Some(&0) {
                runs.pop();
            }
            Some((id, Rle::from_runs([height, width], &runs)?))
        })
        .collect();
    (masks, others.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_colour_has_its_mask() {
        let mut png = RgbImage::new(3, 2);
        png.put_pixel(1, 0, image::Rgb([7, 0, 0]));
        png.put_pixel(1, 1, image::Rgb([7, 0, 0]));
        png.put_pixel(2, 1, image::Rgb([0, 1, 2]));
        let (masks, others) = masks(&png, &[7, 256 + 2 * 65_536].into());
        let runs = |id: u32| masks[&id].runs().expect("a code");
        assert_eq!(runs(7), [2, 2, 2]);
        assert_eq!(runs(256 + 2 * 65_536), [5, 1]);
        assert_eq!((masks.len(), others), (2, 0));
        assert_eq!(super::masks(&png, &[7].into()).1, 1);
    }
}
