//! Image decoding, and the thumbnails shown in lists.

use std::io::Cursor;

use bytes::Bytes;
use countersign_shared::limits;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, ImageReader, Rgba};

use super::MediaError;
use super::probe::{Format, broken, decoder_limits};

const JPEG_QUALITY: u8 = 82;

/// Decodes an image.
///
/// # Errors
/// Returns [`MediaError::Undecodable`] if the image cannot be decoded.
pub fn decode(bytes: &[u8], format: Format) -> Result<DynamicImage, MediaError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.image_format());
    reader.limits(decoder_limits());
    reader.decode().map_err(|error| broken(&error))
}

/// Encodes a thumbnail: a JPEG whose longer side is at most [`limits::THUMBNAIL_SIDE`] pixels. Transparent areas become white.
///
/// # Errors
/// Returns [`MediaError::Undecodable`] if the image cannot be encoded.
pub fn encode(image: DynamicImage) -> Result<Bytes, MediaError> {
    let side = limits::THUMBNAIL_SIDE;
    let small = if image.width() > side || image.height() > side { image.thumbnail(side, side) } else { image };
    let flat = if small.color().has_alpha() {
        let mut white = image::RgbaImage::from_pixel(small.width(), small.height(), Rgba([255; 4]));
        image::imageops::overlay(&mut white, &small.to_rgba8(), 0, 0);
        DynamicImage::ImageRgba8(white).to_rgb8()
    } else {
        small.to_rgb8()
    };
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY).encode_image(&flat).map_err(|error| broken(&error))?;
    Ok(bytes.into())
}

/// Encodes an image as a PNG.
///
/// # Errors
/// Returns [`MediaError::Undecodable`] if the image cannot be encoded.
pub fn encode_png(image: &DynamicImage) -> Result<Bytes, MediaError> {
    let mut bytes = Vec::new();
    let mut write = |image: &DynamicImage| image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png);
    match image {
        // PNG has no floating-point pixels.
        DynamicImage::ImageRgb32F(_) => write(&DynamicImage::ImageRgb16(image.to_rgb16())),
        DynamicImage::ImageRgba32F(_) => write(&DynamicImage::ImageRgba16(image.to_rgba16())),
        other => write(other),
    }
    .map_err(|error| broken(&error))?;
    Ok(bytes.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thumbnail_keeps_the_aspect_ratio_and_small_images_are_not_enlarged() {
        for ((width, height), wants) in [((1920, 1080), (480, 270)), ((100, 2000), (24, 480)), ((10, 5), (10, 5))] {
            let bytes = encode(DynamicImage::new_rgb8(width, height)).expect("encodes");
            let small = image::load_from_memory(&bytes).expect("decodes");
            assert_eq!((small.width(), small.height()), wants);
        }
    }

    #[test]
    fn transparency_becomes_white() {
        let small = image::load_from_memory(&encode(DynamicImage::new_rgba8(4, 4)).expect("encodes")).expect("decodes");
        assert!(small.to_rgb8().get_pixel(1, 1).0.iter().all(|channel| *channel > 250));
    }
}
