//! Detects a file's format and image size from its bytes alone, before any pixel is decoded.

use std::io::Cursor;

use countersign_shared::geometry::Size;
use countersign_shared::limits;
use image::codecs::{gif::GifDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{AnimationDecoder, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::MediaError;

/// Memory limit of one decoder, in bytes: 200 million pixels of four bytes, plus a margin.
const MAX_DECODER_BYTES: u64 = 1 << 30;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    Jpeg,
    Png,
    WebP,
    Gif,
    Bmp,
    Tiff,
}

impl Format {
    fn of(format: ImageFormat) -> Option<Self> {
        match format {
            ImageFormat::Jpeg => Some(Self::Jpeg),
            ImageFormat::Png => Some(Self::Png),
            ImageFormat::WebP => Some(Self::WebP),
            ImageFormat::Gif => Some(Self::Gif),
            ImageFormat::Bmp => Some(Self::Bmp),
            ImageFormat::Tiff => Some(Self::Tiff),
            // `ImageFormat` can gain variants; formats that are not listed here are not accepted.
            _ => None,
        }
    }

    #[must_use]
    pub fn image_format(self) -> ImageFormat {
        match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::WebP => ImageFormat::WebP,
            Self::Gif => ImageFormat::Gif,
            Self::Bmp => ImageFormat::Bmp,
            Self::Tiff => ImageFormat::Tiff,
        }
    }

    #[must_use]
    pub fn content_type(self) -> &'static str {
        self.image_format().to_mime_type()
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
            Self::Gif => "GIF",
            Self::Bmp => "BMP",
            Self::Tiff => "TIFF",
        }
    }

    #[must_use]
    pub fn shown_by_browsers(self) -> bool {
        match self {
            Self::Jpeg | Self::Png | Self::WebP | Self::Gif | Self::Bmp => true,
            Self::Tiff => false,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Probe {
    pub format: Format,
    /// Size in pixels as stored, before any rotation.
    pub stored: Size,
    pub orientation: Orientation,
    /// The EXIF block exactly as in the file.
    pub exif: Option<Vec<u8>>,
}

#[must_use]
pub fn decoder_limits() -> Limits {
    let mut bounds = Limits::default();
    bounds.max_image_width = Some(limits::MAX_IMAGE_SIDE);
    bounds.max_image_height = Some(limits::MAX_IMAGE_SIDE);
    bounds.max_alloc = Some(MAX_DECODER_BYTES);
    bounds
}

/// Reads format, size and orientation from the head of the file.
///
/// # Errors
/// Returns an error if the file is empty, of an unsupported type, animated, broken, or larger than the limits allow.
pub fn probe(bytes: &[u8]) -> Result<Probe, MediaError> {
    if bytes.is_empty() {
        return Err(MediaError::Empty);
    }
    if bytes.len() as u64 > limits::MAX_MEDIA_BYTES {
        return Err(MediaError::TooManyBytes);
    }
    let guessed = image::guess_format(bytes).map_err(|_| MediaError::UnknownType)?;
    let format = Format::of(guessed).ok_or(MediaError::UnknownType)?;
    // Only the header, and without limits: an image that is too large is reported with its size, not as a decoder error.
    let (width, height) =
        ImageReader::with_format(Cursor::new(bytes), guessed).into_dimensions().map_err(|error| broken(&error))?;
    check_size(width, height)?;
    refuse_animated(bytes, format)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), guessed);
    reader.limits(decoder_limits());
    let mut decoder = reader.into_decoder().map_err(|error| broken(&error))?;
    let exif = decoder.exif_metadata().unwrap_or_default();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok(Probe { format, stored: Size { width, height }, orientation, exif })
}

fn check_size(width: u32, height: u32) -> Result<(), MediaError> {
    if width == 0 || height == 0 {
        return Err(MediaError::Undecodable("it has no pixels".into()));
    }
    if width > limits::MAX_IMAGE_SIDE || height > limits::MAX_IMAGE_SIDE {
        return Err(MediaError::SideTooLong { width, height });
    }
    if u64::from(width) * u64::from(height) > limits::MAX_IMAGE_PIXELS {
        return Err(MediaError::TooManyPixels { width, height });
    }
    Ok(())
}

/// Refuses animated images: a browser would play them, and labels could not say which frame they belong to.
fn refuse_animated(bytes: &[u8], format: Format) -> Result<(), MediaError> {
    let cursor = Cursor::new(bytes);
    let moving = match format {
        Format::Gif => {
            let mut decoder = GifDecoder::new(cursor).map_err(|error| broken(&error))?;
            decoder.set_limits(decoder_limits()).map_err(|error| broken(&error))?;
            decoder.into_frames().take(2).filter(Result::is_ok).count() > 1
        }
        Format::WebP => WebPDecoder::new(cursor).map_err(|error| broken(&error))?.has_animation(),
        Format::Png => PngDecoder::with_limits(cursor, decoder_limits())
            .and_then(|decoder| decoder.is_apng())
            .map_err(|error| broken(&error))?,
        Format::Jpeg | Format::Bmp | Format::Tiff => false,
    };
    if moving { Err(MediaError::Animated(format.name())) } else { Ok(()) }
}

pub fn broken(error: &image::ImageError) -> MediaError {
    MediaError::Undecodable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, RgbImage};

    fn encoded(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        DynamicImage::ImageRgb8(RgbImage::new(7, 3)).write_to(&mut Cursor::new(&mut bytes), format).expect("encodes");
        bytes
    }

    #[test]
    fn the_format_is_detected_from_the_bytes() {
        for (format, wants) in [
            (ImageFormat::Jpeg, Format::Jpeg),
            (ImageFormat::Png, Format::Png),
            (ImageFormat::WebP, Format::WebP),
            (ImageFormat::Gif, Format::Gif),
            (ImageFormat::Bmp, Format::Bmp),
            (ImageFormat::Tiff, Format::Tiff),
        ] {
            let probe = probe(&encoded(format)).expect("an image");
            assert_eq!((probe.format, probe.stored), (wants, Size { width: 7, height: 3 }));
        }
    }

    #[test]
    fn a_file_that_is_not_an_image_is_refused() {
        assert!(matches!(probe(b""), Err(MediaError::Empty)));
        for text in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
            "<?xml version=\"1.0\"?><svg/>",
            "<!doctype html><script>alert(1)</script>",
            "%PDF-1.7",
            "just words",
        ] {
            assert!(matches!(probe(text.as_bytes()), Err(MediaError::UnknownType)), "{text}");
        }
        let jpeg = encoded(ImageFormat::Jpeg);
        assert!(matches!(probe(&jpeg[..12]), Err(MediaError::Undecodable(_))));
    }

    #[test]
    fn an_animated_image_is_refused() {
        let mut gif = Vec::new();
        {
            let mut encoder = image::codecs::gif::GifEncoder::new(&mut gif);
            for _ in 0..2 {
                encoder.encode_frame(image::Frame::new(image::RgbaImage::new(4, 4))).expect("encodes");
            }
        }
        assert!(matches!(probe(&gif), Err(MediaError::Animated("GIF"))));
    }

    /// Returns a well-formed PNG of the given size with as little pixel data as possible.
    fn bomb(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
        let mut ihdr = Vec::new();
        ihdr.extend(width.to_be_bytes());
        ihdr.extend(height.to_be_bytes());
        ihdr.extend([8, 2, 0, 0, 0]);
        for (kind, data) in [(b"IHDR", ihdr), (b"IDAT", vec![0x78, 0x9c, 0x03, 0, 0, 0, 0, 1]), (b"IEND", vec![])] {
            bytes.extend(u32::try_from(data.len()).expect("small").to_be_bytes());
            let start = bytes.len();
            bytes.extend(kind);
            bytes.extend(data);
            let crc = crate::media::orientation::crc32(&bytes[start..]);
            bytes.extend(crc.to_be_bytes());
        }
        bytes
    }

    #[test]
    fn fault_30_image_bombs_are_refused_before_a_pixel_is_decoded() {
        assert!(matches!(probe(&bomb(50_000, 50_000)), Err(MediaError::SideTooLong { width: 50_000, .. })));
        assert!(matches!(
            probe(&bomb(u32::MAX >> 1, 1)),
            Err(MediaError::SideTooLong { .. } | MediaError::Undecodable(_))
        ));
        assert!(matches!(probe(&bomb(30_000, 30_000)), Err(MediaError::TooManyPixels { .. })));
        assert!(matches!(probe(&bomb(0, 10)), Err(MediaError::Undecodable(_))));
        // Within the limits, but with too little pixel data: the decoder reports it.
        let small = bytes::Bytes::from(bomb(64, 64));
        assert!(matches!(crate::media::prepare(small, None), Err(MediaError::Undecodable(_))));
    }
}
