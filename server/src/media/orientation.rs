//! EXIF orientation: decides which way up an image is, based on its annotations.

use bytes::Bytes;
use countersign_shared::geometry::Size;
use image::metadata::Orientation;

use super::MediaError;
use super::probe::{Format, Probe};

/// Returns the bytes to store, the rotation that browsers will apply to them, and notes for the user.
///
/// COCO refers to pixels as stored, many tools to pixels as shown. If a quarter turn swaps width and height, the declared
/// size tells which was meant; otherwise COCO's convention applies. For pixels as stored, the orientation in the file is set
/// to "upright", in place and without touching the image data. For pixels as shown, the file is left unchanged.
///
/// # Errors
/// Currently returns no errors. A format that stores its orientation in an unknown place would be refused here.
pub fn resolve(
    bytes: Bytes,
    probe: &Probe,
    declared: Option<Size>,
) -> Result<(Bytes, Orientation, Vec<String>), MediaError> {
    let upright = Orientation::NoTransforms;
    if probe.orientation == upright {
        return Ok((bytes, upright, Vec::new()));
    }
    let turned = rotated(probe.stored, probe.orientation);
    if turned != probe.stored && declared == Some(turned) {
        let note = "rotated by its EXIF orientation: the annotations refer to the rotated image".to_owned();
        return Ok((bytes, probe.orientation, vec![note]));
    }
    let note = "its EXIF orientation was set to upright: the annotations refer to the pixels as stored".to_owned();
    if probe.format == Format::Tiff {
        // A TIFF is never shown directly: the PNG made from it has no orientation.
        return Ok((bytes, upright, vec![note]));
    }
    Ok(match probe.exif.as_deref().and_then(|exif| reset_exif_orientation(&bytes, exif, probe.format)) {
        Some(patched) => (patched, upright, vec![note]),
        None => {
            let note = "rotated by its EXIF orientation, which could not be removed: check its labels".to_owned();
            (bytes, probe.orientation, vec![note])
        }
    })
}

fn rotated(size: Size, by: Orientation) -> Size {
    match by {
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH => {
            Size { width: size.height, height: size.width }
        }
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => size,
    }
}

/// Overwrites the orientation value within the EXIF block, so that no other byte of the file changes (except PNG's checksum).
fn reset_exif_orientation(bytes: &[u8], exif: &[u8], format: Format) -> Option<Bytes> {
    let mut upright = exif.to_vec();
    Orientation::remove_from_exif_chunk(&mut upright)?;
    let at = bytes.windows(exif.len()).position(|window| window == exif)?;
    let mut patched = bytes.to_vec();
    patched[at..at + exif.len()].copy_from_slice(&upright);
    if format == Format::Png {
        let end = at + exif.len();
        let crc = crc32(patched.get(at.checked_sub(4)?..end)?);
        patched.get_mut(end..end + 4)?.copy_from_slice(&crc.to_be_bytes());
    }
    Some(patched.into())
}

/// Computes the CRC-32 of PNG chunks (RFC 2083, section 15).
#[must_use]
pub fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::media::{prepare, probe::probe};
    use image::{DynamicImage, ImageEncoder, RgbImage};

    /// Returns a 40 × 20 image with the given EXIF orientation, its left half red and its right half blue.
    fn picture(orientation: u8, png: bool) -> Bytes {
        let image =
            RgbImage::from_fn(40, 20, |x, _| if x < 20 { image::Rgb([250, 0, 0]) } else { image::Rgb([0, 0, 250]) });
        let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
        let mut bytes = Vec::new();
        let image = DynamicImage::ImageRgb8(image);
        if png {
            let mut encoder = image::codecs::png::PngEncoder::new(Cursor::new(&mut bytes));
            encoder.set_exif_metadata(exif).expect("takes EXIF");
            image.write_with_encoder(encoder).expect("encodes");
        } else {
            let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(Cursor::new(&mut bytes), 95);
            encoder.set_exif_metadata(exif).expect("takes EXIF");
            image.write_with_encoder(encoder).expect("encodes");
        }
        bytes.into()
    }

    #[test]
    fn pixels_are_taken_as_stored_by_default() {
        for png in [false, true] {
            for (orientation, declared) in [
                (6, Some(Size { width: 40, height: 20 })),
                (6, None),
                (3, Some(Size { width: 40, height: 20 })),
                (8, None),
            ] {
                let prepared = prepare(picture(orientation, png), declared).expect("an image");
                assert_eq!(prepared.size, Size { width: 40, height: 20 }, "png {png}, orientation {orientation}");
                let again = probe(&prepared.bytes).expect("still an image");
                assert_eq!(again.orientation, Orientation::NoTransforms);
                let shown = image::load_from_memory(&prepared.bytes).expect("decodes").to_rgb8();
                assert!(shown.get_pixel(2, 10)[0] > 200, "the pixels did not move");
                assert_eq!(prepared.notes.len(), 1);
            }
        }
    }

    #[test]
    fn a_rotated_declared_size_keeps_the_exif_rotation() {
        let original = picture(6, false);
        let prepared = prepare(original.clone(), Some(Size { width: 20, height: 40 })).expect("an image");
        assert_eq!(prepared.size, Size { width: 20, height: 40 });
        assert_eq!(prepared.bytes, original);
        let thumbnail = image::load_from_memory(&prepared.thumbnail).expect("decodes");
        assert_eq!((thumbnail.width(), thumbnail.height()), (20, 40));
    }

    #[test]
    fn an_upright_image_is_stored_unchanged() {
        let original = picture(1, false);
        let prepared = prepare(original.clone(), Some(Size { width: 99, height: 1 })).expect("an image");
        assert_eq!((prepared.bytes, prepared.notes), (original, Vec::new()));
    }
}
