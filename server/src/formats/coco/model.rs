//! The records of a COCO file, read leniently, since real files deviate from the format.

use std::fmt;

use countersign_shared::ontology::{Attribute, Shape};
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An id: a number in the format, text in some files.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Id(pub String);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdVisitor;
        impl Visitor<'_> for IdVisitor {
            type Value = Id;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id (a whole number or text)")
            }
            fn visit_i64<E>(self, v: i64) -> Result<Id, E> {
                Ok(Id(v.to_string()))
            }
            fn visit_u64<E>(self, v: u64) -> Result<Id, E> {
                Ok(Id(v.to_string()))
            }
            fn visit_f64<E: de::Error>(self, v: f64) -> Result<Id, E> {
                // Some writers turn all numbers into floating point.
                if v.fract() == 0.0 && v.abs() < 9e15 {
                    Ok(Id(format!("{v:.0}")))
                } else {
                    Err(E::invalid_type(de::Unexpected::Float(v), &self))
                }
            }
            fn visit_str<E>(self, v: &str) -> Result<Id, E> {
                Ok(Id(v.to_owned()))
            }
        }
        deserializer.deserialize_any(IdVisitor)
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct Image {
    pub id: Id,
    pub file_name: String,
    #[serde(default)]
    pub width: Option<f64>,
    #[serde(default)]
    pub height: Option<f64>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Category {
    pub id: Id,
    pub name: String,
    #[serde(default)]
    pub supercategory: Option<String>,
    /// Names of the joints.
    #[serde(default)]
    pub keypoints: Option<Vec<String>>,
    /// Pairs of joints, counted from 1 in the format and from 0 in some files.
    #[serde(default)]
    pub skeleton: Option<Vec<(i64, i64)>>,
    /// What COCO cannot represent. Other programs ignore it.
    #[serde(default)]
    pub countersign: Option<CategoryExtension>,
}

/// The field `countersign` of a category, which preserves an ontology in a COCO file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CategoryExtension {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shapes: Vec<Shape>,
    /// Whether every item needs a label of this class.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Annotation {
    #[serde(default)]
    pub id: Option<Id>,
    pub image_id: Id,
    #[serde(default)]
    pub category_id: Option<Id>,
    #[serde(default)]
    pub bbox: Option<Vec<f64>>,
    #[serde(default)]
    pub segmentation: Option<Segmentation>,
    #[serde(default)]
    pub keypoints: Option<Vec<f64>>,
    #[serde(default)]
    pub iscrowd: Flag,
    #[serde(default)]
    pub caption: Option<String>,
    #[serde(default)]
    pub attributes: Option<Map<String, Value>>,
    /// Name of the panoptic PNG whose colours are segment ids.
    #[serde(default)]
    pub file_name: Option<String>,
    #[serde(default)]
    pub segments_info: Option<Vec<Segment>>,
    #[serde(default)]
    pub countersign: AnnotationExtension,
}

/// The field `countersign` of an annotation.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AnnotationExtension {
    /// Whether the box was computed for programs that need one, and not drawn by a person.
    #[serde(default)]
    pub derived_bbox: bool,
}

impl Annotation {
    /// Returns the box if someone drew it.
    #[must_use]
    pub fn drawn_bbox(&self) -> Option<&[f64]> {
        self.bbox.as_deref().filter(|bbox| !self.countersign.derived_bbox && !bbox.is_empty())
    }
}

/// One segment of a panoptic PNG.
#[derive(Clone, Debug, Deserialize)]
pub struct Segment {
    pub id: Id,
    pub category_id: Id,
    #[serde(default)]
    pub iscrowd: Flag,
    #[serde(default)]
    pub attributes: Option<Map<String, Value>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "a segmentation is a list of polygons, or an object of counts and size")]
pub enum Segmentation {
    Polygons(Vec<Vec<f64>>),
    /// One polygon without the enclosing list. Not in the format, but some files have it.
    Polygon(Vec<f64>),
    Rle {
        size: [u32; 2],
        counts: Counts,
    },
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "counts are a list of whole numbers or a compressed string")]
pub enum Counts {
    Compressed(String),
    Runs(Vec<u32>),
}

/// `0` or `1` in the format; `true`, `false` or absent in some files.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Flag(pub bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Option::<Value>::deserialize(deserializer)? {
            None | Some(Value::Null) => Self(false),
            Some(Value::Bool(flag)) => Self(flag),
            Some(Value::Number(number)) => Self(number.as_f64() != Some(0.0)),
            Some(_) => return Err(de::Error::custom("a flag is 0 or 1")),
        })
    }
}
