//! Writes labels as a COCO file, record by record, and reports what COCO cannot represent.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use countersign_shared::geometry::{Geometry, Size};
use countersign_shared::label::{Label, Labels};
use countersign_shared::ontology::{Attribute, Class, Ontology, Shape};
use serde_json::{Map, Value, json};

use super::geometry::area;
use super::model::CategoryExtension;
use super::ontology::{CAPTION_ATTRIBUTE, CAPTION_CLASS, CROWD};
use super::{raster, values};
use crate::formats::report::Report;

/// One image of the export.
pub struct Image<'a> {
    pub id: u64,
    pub file_name: &'a str,
    pub size: Size,
}

/// Writes a COCO file in order: [`Writer::begin`], [`Writer::image`] for each image, [`Writer::annotations`] for each image,
/// [`Writer::end`].
pub struct Writer<'a, W> {
    out: W,
    /// Category ids by class id.
    categories: HashMap<&'a str, u64>,
    report: Report,
    last_annotation: u64,
    section: Section,
    first: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Images,
    Annotations,
}

impl<'a, W: Write> Writer<'a, W> {
    /// Writes the beginning of the file, with the classes of `ontology` as categories.
    ///
    /// # Errors
    /// Returns an error if `out` fails.
    pub fn begin(mut out: W, ontology: &'a Ontology, description: &str) -> io::Result<Self> {
        let categories = category_ids(ontology);
        let records: Vec<Value> = ontology
            .classes
            .iter()
            .filter_map(|class| Some(category(class, *categories.get(class.id.as_str())?)))
            .collect();
        let info = json!({ "description": description, "contributor": "Countersign" });
        write!(out, "{{\"info\":{info},\"licenses\":[],\"categories\":{},\"images\":[", Value::Array(records))?;
        Ok(Self { out, categories, report: Report::new(), last_annotation: 0, section: Section::Images, first: true })
    }

    /// Writes the record of an image.
    ///
    /// # Errors
    /// Returns an error if the underlying writer fails.
    pub fn image(&mut self, image: &Image<'_>) -> io::Result<()> {
        debug_assert!(self.section == Section::Images, "images come before annotations");
        let Size { width, height } = image.size;
        self.record(&json!({ "id": image.id, "file_name": image.file_name, "width": width, "height": height }))
    }

    /// Writes the annotations of an image. `ontology` is the one that the labels were made with; its classes must be among
    /// those passed to [`Writer::begin`].
    ///
    /// # Errors
    /// Returns an error if the underlying writer fails.
    pub fn annotations(&mut self, image: &Image<'_>, labels: &Labels, ontology: &Ontology) -> io::Result<()> {
        self.open_annotations()?;
        for (id, label) in labels {
            if belongs_to_another(id, label, labels) {
                continue;
            }
            let skeleton = labels
                .get(&format!("{id}-skeleton"))
                .filter(|skeleton| label.shape != Shape::Skeleton && belongs_to(skeleton, label));
            if let Some(record) = self.annotation(image, id, label, ontology, skeleton) {
                self.record(&record)?;
            }
        }
        Ok(())
    }

    /// Returns the report that [`Writer::end`] will write to the file.
    pub fn report(&mut self) -> &mut Report {
        &mut self.report
    }

    /// Completes the file. Returns the writer, and a report of what COCO cannot represent.
    ///
    /// # Errors
    /// Returns an error if the underlying writer fails.
    pub fn end(mut self) -> io::Result<(W, Report)> {
        self.open_annotations()?;
        let lines = serde_json::to_string(&self.report.clone().into_lines())?;
        writeln!(self.out, "],\"countersign\":{{\"not_carried\":{lines}}}}}")?;
        self.out.flush()?;
        Ok((self.out, self.report))
    }

    fn open_annotations(&mut self) -> io::Result<()> {
        if self.section == Section::Images {
            self.section = Section::Annotations;
            self.first = true;
            write!(self.out, "],\"annotations\":[")?;
        }
        Ok(())
    }

    fn record(&mut self, record: &Value) -> io::Result<()> {
        let separator = if std::mem::take(&mut self.first) { "\n" } else { ",\n" };
        write!(self.out, "{separator}{record}")
    }

    fn annotation(
        &mut self,
        image: &Image<'_>,
        id: &str,
        label: &Label,
        ontology: &Ontology,
        joints: Option<&Label>,
    ) -> Option<Value> {
        let mut leave_out = |why: &str| {
            self.report.annotation(Some(image.file_name), id, why);
            None::<Value>
        };
        let Some(class) = ontology.class(&label.class) else {
            return leave_out("its class is not in the ontology; left out");
        };
        let Some((frame, keyframe)) = label.frames.iter().next() else {
            return leave_out("it has no keyframe; left out");
        };
        if *frame > 0 || label.frames.len() > 1 {
            leave_out("COCO has no frames: only the first keyframe was written");
        }
        self.last_annotation += 1;
        let mut record = Map::new();
        record.insert("id".into(), json!(self.last_annotation));
        record.insert("image_id".into(), json!(image.id));
        let category = self.categories.get(class.id.as_str()).copied().unwrap_or(0);
        record.insert("category_id".into(), json!(category));
        if class.id == CAPTION_CLASS
            && let Some(text) = label.attributes.get(CAPTION_ATTRIBUTE)
        {
            record.insert("caption".into(), text.clone());
            return Some(Value::Object(record));
        }
        let mut derived_bbox = false;
        match &keyframe.geometry {
            Geometry::Box(_) => {
                record.insert("segmentation".into(), json!([]));
            }
            Geometry::RotatedBox(turned) => {
                record.insert("segmentation".into(), json!([turned.corners().concat()]));
                leave_out("COCO has no rotated boxes: written as a polygon");
            }
            Geometry::Polygon(polygon) if has_hole(polygon) => {
                match raster::even_odd(&polygon.rings, image.size) {
                    Some(mask) => record.insert("segmentation".into(), json!(mask)),
                    None => {
                        self.last_annotation -= 1;
                        return leave_out("a polygon with holes that is too thin for a mask; left out");
                    }
                };
                leave_out("COCO's polygons have no holes: written as a mask");
            }
            Geometry::Polygon(polygon) => {
                record.insert("segmentation".into(), json!(polygon.rings));
            }
            Geometry::Bitmask(mask) => {
                record.insert("segmentation".into(), json!(mask));
            }
            Geometry::Skeleton(skeleton) => {
                derived_bbox = true;
                insert_joints(&mut record, &skeleton.points);
            }
            Geometry::Point(point) if class.skeleton.is_none() => {
                derived_bbox = true;
                insert_joints(&mut record, &[point.x, point.y, 2.0]);
            }
            Geometry::Point(_) | Geometry::Polyline(_) => {
                self.last_annotation -= 1;
                return leave_out(if label.shape == Shape::Polyline {
                    "COCO has no polylines; left out"
                } else {
                    "COCO has no points in a class with a skeleton; left out"
                });
            }
            Geometry::Classification(_) => {}
        }
        if let Some(Geometry::Skeleton(skeleton)) = joints.and_then(|j| Some(&j.frames.values().next()?.geometry)) {
            insert_joints(&mut record, &skeleton.points);
        }
        if let Some(bbox) = keyframe.geometry.bounds() {
            record.insert("bbox".into(), json!(bbox));
            let own = area(&keyframe.geometry);
            record.insert("area".into(), json!(if own > 0.0 { own } else { bbox[2] * bbox[3] }));
        }
        let (attributes, crowd, unfit) = attributes(class, label);
        for name in unfit {
            leave_out(&format!("its value of {name:?} does not fit the ontology; left out"));
        }
        if label.shape != Shape::Classification {
            record.insert("iscrowd".into(), json!(u8::from(crowd)));
        }
        if !attributes.is_empty() {
            record.insert("attributes".into(), Value::Object(attributes));
        }
        let mut ours = json!({ "label": id });
        if derived_bbox {
            ours["derived_bbox"] = json!(true);
        }
        record.insert("countersign".into(), ours);
        Some(Value::Object(record))
    }
}

/// Returns whether a skeleton was read from the same annotation as another shape, with which it is written again.
fn belongs_to_another(id: &str, label: &Label, labels: &Labels) -> bool {
    label.shape == Shape::Skeleton
        && id
            .strip_suffix("-skeleton")
            .and_then(|base| labels.get(base))
            .is_some_and(|main| main.shape != Shape::Skeleton && belongs_to(label, main))
}

fn belongs_to(skeleton: &Label, main: &Label) -> bool {
    let shaped = match main.shape {
        Shape::Box | Shape::Polygon | Shape::Bitmask => true,
        Shape::RotatedBox | Shape::Polyline | Shape::Point | Shape::Skeleton | Shape::Classification => false,
    };
    shaped && skeleton.class == main.class && skeleton.attributes == main.attributes
}

fn has_hole(polygon: &countersign_shared::geometry::PolygonGeometry) -> bool {
    let whole: f64 = polygon.rings.iter().map(|ring| super::geometry::ring_area(ring)).sum();
    area(&Geometry::Polygon(polygon.clone())) < whole - 1e-6
}

fn insert_joints(record: &mut Map<String, Value>, flat: &[f64]) {
    let labelled = flat.chunks_exact(3).filter(|joint| joint[2] > 0.0).count();
    let number = |v: &f64| if v.fract() == 0.0 { json!(whole(*v)) } else { json!(v) };
    record.insert("keypoints".into(), flat.iter().map(number).collect());
    record.insert("num_keypoints".into(), json!(labelled));
}

#[expect(clippy::cast_possible_truncation, reason = "a coordinate in pixels, or a visibility")]
fn whole(v: f64) -> i64 {
    v as i64
}

/// Returns the values by attribute name, whether the label is a crowd, and the attributes whose values do not fit, since the
/// ontology may have changed after the values were set.
fn attributes<'a>(class: &'a Class, label: &'a Label) -> (Map<String, Value>, bool, Vec<&'a str>) {
    let known = class.all_attributes();
    let unique = |attribute: &Attribute| known.iter().filter(|other| other.name == attribute.name).count() == 1;
    let mut named = Map::new();
    let mut crowd = false;
    let mut unfit = Vec::new();
    for (id, value) in &label.attributes {
        let Some(attribute) = known.iter().find(|attribute| attribute.id == *id) else {
            unfit.push(id.as_str());
            continue;
        };
        if !attribute.allows(value) {
            unfit.push(attribute.name.as_str());
            continue;
        }
        // A per-frame attribute may have no value on the first frame.
        let Some(value) = values::from_label(attribute, value) else { continue };
        if attribute.name == CROWD {
            crowd = value == json!(true);
        } else {
            named.insert(if unique(attribute) { attribute.name.clone() } else { id.clone() }, value);
        }
    }
    (named, crowd, unfit)
}

/// Assigns category ids: classes that came from COCO keep theirs, the others get the next free ones.
fn category_ids(ontology: &Ontology) -> HashMap<&str, u64> {
    let classes = || ontology.classes.iter().filter(|class| class.id != CAPTION_CLASS);
    let given = |class: &Class| class.id.strip_prefix("coco-").and_then(|id| id.parse::<u64>().ok());
    let mut taken: HashSet<u64> = HashSet::new();
    let mut ids: HashMap<&str, u64> = HashMap::new();
    for class in classes() {
        if let Some(id) = given(class).filter(|id| taken.insert(*id)) {
            ids.insert(&class.id, id);
        }
    }
    let mut next = 0;
    for class in classes() {
        if !ids.contains_key(class.id.as_str()) {
            next = (next + 1..).find(|id| taken.insert(*id)).expect("the numbers do not run out");
            ids.insert(&class.id, next);
        }
    }
    ids
}

fn category(class: &Class, id: u64) -> Value {
    let mut record = json!({
        "id": id,
        "name": class.name,
        "supercategory": class.supercategory.as_deref().unwrap_or(""),
    });
    if let Some(skeleton) = &class.skeleton {
        record["keypoints"] = json!(skeleton.joints);
        record["skeleton"] =
            skeleton.edges.iter().map(|(a, b)| json!([u32::from(*a) + 1, u32::from(*b) + 1])).collect();
    } else if class.shapes.contains(&Shape::Point) {
        record["keypoints"] = json!(["point"]);
        record["skeleton"] = json!([]);
    }
    record["countersign"] = json!(CategoryExtension {
        color: Some(class.color.clone()),
        shapes: class.shapes.clone(),
        required: class.required,
        attributes: class.attributes.clone(),
    });
    record
}
