//! Converts annotations to labels, without loss and without guessing: what does not fit is reported and left out.
//!
//! One annotation can describe an object in several ways. Each becomes its own label, distinguished by its id: `coco-7` is the
//! polygon, bitmask, box or classification of annotation 7, and `coco-7-skeleton` its joints. A box next to a segmentation is
//! not kept: it is the segmentation's extent, and an export computes it again.

use std::collections::{BTreeMap, HashMap, HashSet};

use countersign_shared::geometry::{
    BoxGeometry, ClassificationGeometry, Geometry, PointGeometry, PolygonGeometry, Size, SkeletonGeometry,
};
use countersign_shared::label::{Keyframe, Label, Labels, MediaBounds};
use countersign_shared::limits;
use countersign_shared::ontology::{Class, Shape};
use countersign_shared::rle::Rle;
use serde_json::{Map, Value, json};

use super::geometry::{area, clamp, clamp_points, ring_area};
use super::model::{Annotation, Counts, Id, Segmentation};
use super::ontology::{CAPTION_ATTRIBUTE, CROWD, Classes, has_joints};
use super::values;
use crate::formats::report::Report;

/// Groups annotations by image id. Reports and leaves out duplicates and those without an existing image.
pub fn group(annotations: Vec<Annotation>, images: &HashSet<&Id>, report: &mut Report) -> HashMap<Id, Vec<Annotation>> {
    let mut seen = HashSet::new();
    let mut groups: HashMap<Id, Vec<Annotation>> = HashMap::new();
    for (number, mut annotation) in annotations.into_iter().enumerate() {
        let id = annotation.id.get_or_insert_with(|| Id(format!("n{}", number + 1))).clone();
        if !images.contains(&annotation.image_id) {
            let message = format!("there is no image {}; the annotation was left out", annotation.image_id);
            report.annotation(None, &id.0, message);
        } else if seen.insert(id.clone()) {
            groups.entry(annotation.image_id.clone()).or_default().push(annotation);
        } else {
            report.annotation(None, &id.0, "an earlier annotation has this id; this one was left out");
        }
    }
    groups
}

/// The labels of one image.
pub struct ImageLabels<'a> {
    pub file_name: &'a str,
    pub size: Size,
    pub classes: &'a Classes,
    pub report: &'a mut Report,
    labels: BTreeMap<String, (f64, Label)>,
}

impl<'a> ImageLabels<'a> {
    pub fn new(file_name: &'a str, size: Size, classes: &'a Classes, report: &'a mut Report) -> Self {
        Self { file_name, size, classes, report, labels: BTreeMap::new() }
    }

    /// Returns the labels, ordered so that the largest is drawn first.
    #[must_use]
    pub fn finish(self) -> Labels {
        let mut sized: Vec<(String, (f64, Label))> = self.labels.into_iter().collect();
        sized.sort_by(|(_, (a, _)), (_, (b, _))| b.total_cmp(a));
        (0..).zip(sized).map(|(z, (id, (_, label)))| (id, Label { z, ..label })).collect()
    }

    pub fn report_skipped(&mut self, annotation: &str, why: impl std::fmt::Display) {
        self.report.annotation(Some(self.file_name), annotation, format!("{why}; left out"));
    }

    pub fn add(&mut self, annotation: &Annotation) {
        let id = annotation.id.as_ref().map_or("?", |id| id.0.as_str());
        if let Some(caption) = &annotation.caption {
            return self.add_caption(id, caption);
        }
        let Some(category) = &annotation.category_id else {
            return self.report_skipped(id, "it names no category");
        };
        let Some(class) = self.classes.of(category) else {
            return self.report_skipped(id, format_args!("there is no category {category}"));
        };
        let class = class.clone();
        let attributes = self.attributes(id, &class, annotation.attributes.as_ref(), annotation.iscrowd.0);
        // Both or neither: half of an object is not what was annotated.
        let geometries = match (self.main_geometry(annotation, &class, id), joints(annotation, &class)) {
            (Err(why), _) | (_, Err(why)) => return self.report_skipped(id, why),
            (Ok(main), Ok(joints)) => main.map(|g| ("", g)).into_iter().chain(joints.map(|g| ("-skeleton", g))),
        };
        let labels: Vec<(&str, Label)> =
            geometries.map(|(suffix, geometry)| (suffix, label(&class, geometry, attributes.clone()))).collect();
        let bounds = MediaBounds { size: self.size, frames: 1 };
        for (_, label) in &labels {
            if let Err(error) = label.check(&self.classes.ontology, bounds) {
                return self.report_skipped(id, error);
            }
        }
        for (suffix, label) in labels {
            self.insert_label(id, suffix, label);
        }
    }

    fn add_caption(&mut self, id: &str, caption: &str) {
        let Some(class) = self.classes.caption() else { return };
        let attributes = [(CAPTION_ATTRIBUTE.to_owned(), json!(caption))].into();
        let label = label(class, Geometry::Classification(ClassificationGeometry {}), attributes);
        match label.check(&self.classes.ontology, MediaBounds { size: self.size, frames: 1 }) {
            Ok(()) => self.insert_label(id, "", label),
            Err(_) => {
                self.report_skipped(
                    id,
                    format_args!("the caption is longer than {} characters", limits::MAX_ATTRIBUTE_CHARS),
                );
            }
        }
    }

    /// Adds a mask from another source, such as a panoptic PNG.
    pub fn add_mask(
        &mut self,
        id: &str,
        class: &Class,
        mask: Rle,
        crowd: bool,
        attributes: Option<&Map<String, Value>>,
    ) {
        let attributes = self.attributes(id, class, attributes, crowd);
        let label = label(class, Geometry::Bitmask(mask), attributes);
        match label.check(&self.classes.ontology, MediaBounds { size: self.size, frames: 1 }) {
            Ok(()) => self.insert_label(id, "", label),
            Err(error) => self.report_skipped(id, error),
        }
    }

    fn insert_label(&mut self, id: &str, suffix: &str, label: Label) {
        if self.labels.len() >= limits::MAX_LABELS_PER_ITEM {
            return self
                .report_skipped(id, format_args!("the image has more than {} labels", limits::MAX_LABELS_PER_ITEM));
        }
        let clean = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
        let base: String = id.chars().take(40).map(clean).collect();
        let key = (1..)
            .map(|n| if n == 1 { format!("coco-{base}{suffix}") } else { format!("coco-{base}_{n}{suffix}") })
            .find(|key| !self.labels.contains_key(key))
            .expect("the numbers do not run out");
        let size = label.frames.values().next().map_or(0.0, |keyframe| area(&keyframe.geometry));
        self.labels.insert(key, (size, label));
    }

    /// Returns the segmentation, or else the box, or else, if there is no skeleton, a classification.
    fn main_geometry(&mut self, annotation: &Annotation, class: &Class, id: &str) -> Result<Option<Geometry>, String> {
        match &annotation.segmentation {
            Some(Segmentation::Polygons(parts)) if !parts.is_empty() => self.polygon(parts, id).map(Some),
            Some(Segmentation::Polygon(points)) if !points.is_empty() => {
                self.polygon(std::slice::from_ref(points), id).map(Some)
            }
            Some(Segmentation::Rle { size, counts }) => bitmask(*size, counts, self.size).map(Some),
            Some(Segmentation::Polygons(_) | Segmentation::Polygon(_)) | None => match annotation.drawn_bbox() {
                // The extent of a single point carries no information.
                Some(_) if is_point(class) && has_joints(annotation) => Ok(None),
                Some(bbox) => self.bounding_box(bbox).map(Some),
                None if has_joints(annotation) => Ok(None),
                None => Ok(Some(Geometry::Classification(ClassificationGeometry {}))),
            },
        }
    }

    fn polygon(&mut self, parts: &[Vec<f64>], id: &str) -> Result<Geometry, String> {
        let mut rings = Vec::with_capacity(parts.len());
        for part in parts {
            if !part.len().is_multiple_of(2) {
                return Err("a polygon has an odd number of coordinates".into());
            }
            let ring = clamp_points(part, self.size);
            if ring.len() >= 6 && ring_area(&ring) > 0.0 {
                rings.push(ring);
            }
        }
        if rings.is_empty() {
            return Err("its polygon has no area".into());
        }
        if rings.len() < parts.len() {
            let message =
                format!("{} part(s) of its polygon have no area and were left out", parts.len() - rings.len());
            self.report.annotation(Some(self.file_name), id, message);
        }
        Ok(Geometry::Polygon(PolygonGeometry { rings }))
    }

    fn bounding_box(&self, bbox: &[f64]) -> Result<Geometry, String> {
        let [x, y, w, h] = bbox else {
            return Err(format!("its box has {} numbers, not 4", bbox.len()));
        };
        let (left, top) = (clamp(*x, self.size.width), clamp(*y, self.size.height));
        let (right, bottom) = (clamp(x + w, self.size.width), clamp(y + h, self.size.height));
        if right <= left || bottom <= top {
            return Err("its box has no area".into());
        }
        // Unchanged if nothing was clamped, so that an export reproduces the import to the last digit.
        #[expect(clippy::float_cmp, reason = "whether clamp changed it")]
        let side = |start: f64, from: f64, length: f64, to: f64| {
            if start == from && start + length == to { length } else { to - start }
        };
        Ok(Geometry::Box(BoxGeometry { x: left, y: top, w: side(left, *x, *w, right), h: side(top, *y, *h, bottom) }))
    }

    fn attributes(
        &mut self,
        id: &str,
        class: &Class,
        found: Option<&Map<String, Value>>,
        crowd: bool,
    ) -> BTreeMap<String, Value> {
        let known = class.all_attributes();
        let mut attributes = BTreeMap::new();
        if crowd && let Some(attribute) = known.iter().find(|a| a.name == CROWD) {
            attributes.insert(attribute.id.clone(), json!("true"));
        }
        for (name, value) in found.into_iter().flatten().filter(|(_, value)| !value.is_null()) {
            let attribute = known.iter().find(|a| a.id == *name).or_else(|| known.iter().find(|a| a.name == *name));
            match attribute.and_then(|attribute| Some((attribute.id.clone(), values::to_label(attribute, value)?))) {
                Some((key, value)) => {
                    attributes.insert(key, value);
                }
                None => {
                    let message = format!("its attribute {name:?} does not allow this value, which was left out");
                    self.report.annotation(Some(self.file_name), id, message);
                }
            }
        }
        attributes
    }
}

fn is_point(class: &Class) -> bool {
    class.skeleton.is_none() && class.shapes.contains(&Shape::Point)
}

fn label(class: &Class, geometry: Geometry, attributes: BTreeMap<String, Value>) -> Label {
    let shape = geometry.shape();
    let frames = [(0, Keyframe { geometry, outside: false })].into();
    Label { class: class.id.clone(), shape, frames, attributes, z: 0 }
}

fn bitmask(size: [u32; 2], counts: &Counts, picture: Size) -> Result<Geometry, String> {
    if size != [picture.height, picture.width] {
        return Err(format!(
            "its mask is for an image of {} × {} pixels, but this one has {} × {}",
            size[1], size[0], picture.width, picture.height
        ));
    }
    let rle = match counts {
        Counts::Compressed(counts) => Some(Rle { size, counts: counts.clone() }).filter(|rle| rle.runs().is_some()),
        Counts::Runs(runs) => Rle::from_runs(size, runs),
    };
    let rle = rle.ok_or("its mask's run lengths do not cover the image")?;
    if rle.area() == Some(0) { Err("its mask is empty".into()) } else { Ok(Geometry::Bitmask(rle)) }
}

/// Returns the skeleton or point of an annotation with labelled joints.
fn joints(annotation: &Annotation, class: &Class) -> Result<Option<Geometry>, String> {
    let Some(flat) = annotation.keypoints.as_ref().filter(|_| has_joints(annotation)) else {
        return Ok(None);
    };
    if !flat.len().is_multiple_of(3) {
        return Err("its keypoints are not groups of three numbers".into());
    }
    if let (true, [x, y, _]) = (is_point(class), flat.as_slice()) {
        return Ok(Some(Geometry::Point(PointGeometry { x: *x, y: *y })));
    }
    Ok(Some(Geometry::Skeleton(SkeletonGeometry { points: flat.clone() })))
}
