//! COCO annotation files (<https://cocodataset.org/#format-data>): instances, keypoints, stuff, panoptic, captions, image
//! labels and plain image lists, as pycocotools, CVAT, Roboflow and MMDetection write them.
//!
//! [`read`] parses a file, [`ontology`] makes classes from its categories, [`convert`] and [`panoptic`] make labels from its
//! annotations, and [`write`] does the reverse.

pub mod convert;
pub mod geometry;
pub mod model;
pub mod ontology;
pub mod panoptic;
pub mod raster;
pub mod read;
pub mod values;
pub mod write;

#[cfg(test)]
mod tests;
