//! Annotation formats: one file per format, pure conversions between files and typed labels.

pub mod coco;
pub mod palette;
pub mod report;
