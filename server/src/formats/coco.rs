//! COCO annotation files (<https://cocodataset.org/#format-data>): instances, keypoints, stuff, panoptic, captions, image
//! labels and plain picture lists, as pycocotools, CVAT, Roboflow and MMDetection write them.
//!
//! [`read`] takes a file in, [`ontology`] makes classes of its categories, [`convert`] and [`panoptic`] make labels of its
//! annotations, [`write`] goes the other way.

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
