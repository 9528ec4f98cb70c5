//! Makes classes from categories: what the file declares, extended by what its annotations use.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use countersign_shared::limits;
use countersign_shared::ontology::{Attribute, AttributeKind, Class, Ontology, OntologyError, Shape, Skeleton};

use super::model::{Annotation, Category, Id, Segmentation};
use super::read::CocoFile;
use super::values::{self, SeenValues};
use crate::formats::palette;
use crate::formats::report::Report;

/// Id of the class for image captions; its attribute holds the text.
pub const CAPTION_CLASS: &str = "caption";
pub const CAPTION_ATTRIBUTE: &str = "caption.text";
/// Name of the attribute that stores COCO's `iscrowd`.
pub const CROWD: &str = "iscrowd";

/// The classes of a file, and the class of each category.
#[derive(Debug)]
pub struct Classes {
    pub ontology: Ontology,
    by_category: HashMap<Id, usize>,
}

impl Classes {
    #[must_use]
    pub fn of(&self, category: &Id) -> Option<&Class> {
        self.by_category.get(category).map(|index| &self.ontology.classes[*index])
    }

    #[must_use]
    pub fn caption(&self) -> Option<&Class> {
        self.ontology.class(CAPTION_CLASS)
    }
}

/// What the annotations of one category use.
#[derive(Default)]
struct CategoryUsage {
    shapes: BTreeSet<Shape>,
    joints: usize,
    crowd: bool,
    attributes: BTreeMap<String, SeenValues>,
}

impl CategoryUsage {
    fn add(&mut self, annotation: &Annotation) {
        let joints = annotation.keypoints.as_ref().map_or(0, |flat| flat.len() / 3);
        self.joints = self.joints.max(joints);
        if has_joints(annotation) {
            self.shapes.insert(Shape::Skeleton);
        }
        self.shapes.extend(match &annotation.segmentation {
            Some(Segmentation::Polygons(parts)) if !parts.is_empty() => Some(Shape::Polygon),
            Some(Segmentation::Polygon(points)) if !points.is_empty() => Some(Shape::Polygon),
            Some(Segmentation::Rle { .. }) => Some(Shape::Bitmask),
            Some(Segmentation::Polygons(_) | Segmentation::Polygon(_)) | None => {
                if annotation.drawn_bbox().is_some() {
                    Some(Shape::Box)
                } else {
                    (!has_joints(annotation)).then_some(Shape::Classification)
                }
            }
        });
        self.crowd |= annotation.iscrowd.0;
        self.add_attributes(annotation.attributes.as_ref());
    }

    fn add_attributes(&mut self, attributes: Option<&serde_json::Map<String, serde_json::Value>>) {
        for (name, value) in attributes.into_iter().flatten() {
            if self.attributes.len() < limits::MAX_ATTRIBUTES_PER_LABEL || self.attributes.contains_key(name) {
                self.attributes.entry(name.clone()).or_default().add(value);
            }
        }
    }
}

/// Returns whether any joint is labelled.
pub fn has_joints(annotation: &Annotation) -> bool {
    annotation.keypoints.iter().flat_map(|flat| flat.chunks_exact(3)).any(|joint| joint[2] > 0.0)
}

/// Makes the classes of a file. Categories without annotations are kept, since they may be needed later.
///
/// # Errors
/// Returns an error if the categories do not form a valid ontology, for example if there are too many.
pub fn classes(file: &CocoFile, report: &mut Report) -> Result<Classes, OntologyError> {
    let mut used: HashMap<&Id, CategoryUsage> = HashMap::new();
    let mut captions = false;
    for annotation in &file.annotations {
        captions |= annotation.caption.is_some();
        for segment in annotation.segments_info.iter().flatten() {
            let used = used.entry(&segment.category_id).or_default();
            used.shapes.insert(Shape::Bitmask);
            used.crowd |= segment.iscrowd.0;
            used.add_attributes(segment.attributes.as_ref());
        }
        if let (Some(category), None, None) = (&annotation.category_id, &annotation.segments_info, &annotation.caption)
        {
            used.entry(category).or_default().add(annotation);
        }
    }
    let mut classes = Vec::new();
    let mut by_category = HashMap::new();
    let mut attribute_ids = HashSet::new();
    let nothing = CategoryUsage::default();
    for category in &file.categories {
        if by_category.contains_key(&category.id) {
            let message =
                format!("category id {} appears twice; the second, {:?}, was left out", category.id, category.name);
            report.warning(None, message);
            continue;
        }
        by_category.insert(category.id.clone(), classes.len());
        let used = used.get(&category.id).unwrap_or(&nothing);
        classes.push(class(category, used, classes.len(), &mut attribute_ids, report));
    }
    if captions {
        classes.push(caption_class(classes.len()));
    }
    let ontology = Ontology { classes };
    ontology.check()?;
    Ok(Classes { ontology, by_category })
}

fn class(
    category: &Category,
    used: &CategoryUsage,
    index: usize,
    attribute_ids: &mut HashSet<String>,
    report: &mut Report,
) -> Class {
    let id = clip(&format!("coco-{}", category.id));
    let extension = category.countersign.clone().unwrap_or_default();
    let skeleton = skeleton(category, used, report);
    // Boxes and polygons are always available, since someone will want to add missing labels.
    let mut shapes: BTreeSet<Shape> = [Shape::Box, Shape::Polygon].into();
    if !extension.shapes.is_empty() {
        shapes = extension.shapes.iter().copied().collect();
    }
    shapes.extend(&used.shapes);
    if is_point(category) {
        shapes.remove(&Shape::Skeleton);
    } else if skeleton.is_some() {
        shapes.insert(Shape::Skeleton);
    } else {
        shapes.remove(&Shape::Skeleton);
    }
    let mut attributes = extension.attributes;
    let declared = Class {
        id: id.clone(),
        name: String::new(),
        supercategory: None,
        color: String::new(),
        shapes: Vec::new(),
        skeleton: None,
        required: false,
        attributes: attributes.clone(),
    };
    attribute_ids.extend(declared.all_attributes().into_iter().map(|attribute| attribute.id.clone()));
    let crowd = used.crowd.then(|| (CROWD.to_owned(), values::boolean()));
    let inferred = used.attributes.iter().map(|(name, seen)| (name.clone(), seen.kind()));
    for (name, kind) in crowd.into_iter().chain(inferred) {
        let known = declared.all_attributes().iter().any(|a| a.name == name || a.id == name);
        if !known && !attributes.iter().any(|a| a.name == name) && !name.is_empty() {
            attributes.push(attribute(&id, &name, kind, attribute_ids));
        }
    }
    let name =
        if category.name.trim().is_empty() { format!("category {}", category.id) } else { category.name.clone() };
    let is_color = |c: &String| c.len() == 7 && c.starts_with('#') && c[1..].bytes().all(|b| b.is_ascii_hexdigit());
    Class {
        id,
        name: clip(&name),
        supercategory: category.supercategory.clone().filter(|group| !group.is_empty()).map(|group| clip(&group)),
        color: extension.color.filter(is_color).unwrap_or_else(|| palette::color(index)),
        shapes: shapes.into_iter().collect(),
        skeleton,
        required: extension.required,
        attributes,
    }
}

fn attribute(class: &str, name: &str, kind: AttributeKind, taken: &mut HashSet<String>) -> Attribute {
    let base: String = format!("{class}.{name}").chars().take(limits::MAX_NAME_CHARS - 8).collect();
    let mut id = base.clone();
    let mut n = 1;
    while !taken.insert(id.clone()) {
        n += 1;
        id = format!("{base}-{n}");
    }
    Attribute { id, name: clip(name), required: false, per_frame: false, kind }
}

/// Returns whether a category was written by Countersign with its points as skeletons of one joint.
pub fn is_point(category: &Category) -> bool {
    category.countersign.as_ref().is_some_and(|ours| ours.shapes.contains(&Shape::Point))
        && category.keypoints.as_deref() == Some(&["point".to_owned()])
}

/// Makes the skeleton from the named joints, or from as many unnamed ones as the annotations have. COCO's edges count joints
/// from 1, those of some files from 0.
fn skeleton(category: &Category, used: &CategoryUsage, report: &mut Report) -> Option<Skeleton> {
    if is_point(category) {
        return None;
    }
    let named = category.keypoints.clone().unwrap_or_default();
    let joints: Vec<String> = if named.is_empty() {
        let unnamed = if used.shapes.contains(&Shape::Skeleton) { used.joints } else { 0 };
        (1..=unnamed).map(|n| format!("joint {n}")).collect()
    } else {
        named.iter().map(|name| clip(name)).collect()
    };
    if joints.is_empty() {
        return None;
    }
    let edges = category.skeleton.clone().unwrap_or_default();
    let first = i64::from(edges.iter().all(|(a, b)| *a != 0 && *b != 0));
    let fits = |joint: i64| u16::try_from(joint - first).ok().filter(|index| usize::from(*index) < joints.len());
    let kept: Vec<(u16, u16)> = edges.iter().filter_map(|(a, b)| Some((fits(*a)?, fits(*b)?))).collect();
    if kept.len() < edges.len() {
        let message = format!(
            "category {:?}: {} of its skeleton's edges name a joint that does not exist and were left out",
            category.name,
            edges.len() - kept.len()
        );
        report.warning(None, message);
    }
    Some(Skeleton { joints, edges: kept })
}

fn caption_class(index: usize) -> Class {
    Class {
        id: CAPTION_CLASS.to_owned(),
        name: "caption".to_owned(),
        supercategory: None,
        color: palette::color(index),
        shapes: vec![Shape::Classification],
        skeleton: None,
        required: false,
        attributes: vec![Attribute {
            id: CAPTION_ATTRIBUTE.to_owned(),
            name: "text".to_owned(),
            required: true,
            per_frame: false,
            kind: AttributeKind::Text,
        }],
    }
}

fn clip(name: &str) -> String {
    name.chars().take(limits::MAX_NAME_CHARS).collect()
}
