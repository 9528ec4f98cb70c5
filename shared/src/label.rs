//! Typed labels: annotated objects and classifications, as carried by snapshots, exports and the API.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;
use utoipa::ToSchema;

use crate::geometry::{Geometry, GeometryError, Size};
use crate::limits;
use crate::ontology::{Ontology, Shape};
use crate::wire::RefusalCode;

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "RawLabel")]
pub struct Label {
    /// Id of a class of the task's ontology.
    pub class: String,
    pub shape: Shape,
    /// Keyframes by frame number, from 0; an image has only frame 0.
    pub frames: BTreeMap<u32, Keyframe>,
    #[serde(default)]
    pub attributes: BTreeMap<String, Value>,
    /// Drawing order; higher values are on top.
    #[serde(default)]
    pub z: i32,
}

#[derive(Clone, PartialEq, Debug, Serialize, ToSchema)]
pub struct Keyframe {
    pub geometry: Geometry,
    /// Whether the object is out of view from this frame on.
    pub outside: bool,
}

/// All labels of an item by label id.
pub type Labels = BTreeMap<String, Label>;

/// Counts labels by class id.
#[must_use]
pub fn class_counts<'l>(labels: impl IntoIterator<Item = &'l Label>) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for label in labels {
        *counts.entry(label.class.clone()).or_default() += 1;
    }
    counts
}

/// The size and number of frames of a media file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MediaBounds {
    pub size: Size,
    pub frames: u32,
}

#[derive(Clone, PartialEq, Debug, Error)]
pub enum LabelError {
    #[error("{0:?} is not a valid label id (1 to 64 letters, digits, - or _)")]
    Id(String),
    #[error("the task has no class {0:?}")]
    UnknownClass(String),
    #[error("class {class:?} does not allow the shape {shape:?}")]
    ShapeNotAllowed { class: String, shape: Shape },
    #[error("a label needs at least one keyframe")]
    NoKeyframe,
    #[error("frame {frame} does not exist; the number of frames is {frames}")]
    Frame { frame: u32, frames: u32 },
    #[error("more than {} keyframes", limits::MAX_KEYFRAMES_PER_LABEL)]
    TooManyKeyframes,
    #[error("class {class:?} has no attribute {attribute:?}")]
    UnknownAttribute { class: String, attribute: String },
    #[error("the value of attribute {0:?} is not allowed")]
    AttributeValue(String),
    #[error(transparent)]
    Geometry(#[from] GeometryError),
}

impl LabelError {
    #[must_use]
    pub fn code(&self) -> RefusalCode {
        match self {
            Self::Id(_) | Self::NoKeyframe => RefusalCode::Schema,
            Self::UnknownClass(_) | Self::ShapeNotAllowed { .. } => RefusalCode::Class,
            Self::TooManyKeyframes => RefusalCode::Limit,
            Self::UnknownAttribute { .. } | Self::AttributeValue(_) => RefusalCode::Attribute,
            Self::Frame { .. } => RefusalCode::Geometry,
            Self::Geometry(error) => match error {
                GeometryError::InvalidFields(..) => RefusalCode::Schema,
                GeometryError::TooManyPoints | GeometryError::TooManyRings => RefusalCode::Limit,
                GeometryError::NotFinite
                | GeometryError::Outside { .. }
                | GeometryError::Degenerate
                | GeometryError::TooFewPoints
                | GeometryError::Joints { .. }
                | GeometryError::Visibility
                | GeometryError::Bitmask { .. } => RefusalCode::Geometry,
            },
        }
    }
}

/// Checks that `id` is a valid label id.
///
/// # Errors
/// Returns [`LabelError::Id`] if it is not.
pub fn check_label_id(id: &str) -> Result<(), LabelError> {
    let usable = (1..=limits::MAX_LABEL_ID_CHARS).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if usable { Ok(()) } else { Err(LabelError::Id(id.to_owned())) }
}

impl Label {
    /// Checks that the label fits the ontology and the media.
    ///
    /// # Errors
    /// Returns an error for the first rule that the label breaks.
    pub fn check(&self, ontology: &Ontology, media: MediaBounds) -> Result<(), LabelError> {
        let class = ontology.class(&self.class).ok_or_else(|| LabelError::UnknownClass(self.class.clone()))?;
        if !class.shapes.contains(&self.shape) {
            return Err(LabelError::ShapeNotAllowed { class: self.class.clone(), shape: self.shape });
        }
        if self.frames.is_empty() {
            return Err(LabelError::NoKeyframe);
        }
        if self.frames.len() > limits::MAX_KEYFRAMES_PER_LABEL {
            return Err(LabelError::TooManyKeyframes);
        }
        let joints = class.skeleton.as_ref().map_or(0, |s| s.joints.len());
        for (frame, keyframe) in &self.frames {
            if *frame >= media.frames {
                return Err(LabelError::Frame { frame: *frame, frames: media.frames });
            }
            keyframe.geometry.check(media.size, joints)?;
        }
        for (id, value) in &self.attributes {
            let attribute = class
                .attribute(id)
                .ok_or_else(|| LabelError::UnknownAttribute { class: self.class.clone(), attribute: id.clone() })?;
            if !attribute.allows(value) {
                return Err(LabelError::AttributeValue(id.clone()));
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLabel {
    class: String,
    shape: Shape,
    frames: BTreeMap<u32, RawKeyframe>,
    #[serde(default)]
    attributes: BTreeMap<String, Value>,
    #[serde(default)]
    z: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKeyframe {
    geometry: Value,
    #[serde(default)]
    outside: bool,
}

impl TryFrom<RawLabel> for Label {
    type Error = GeometryError;

    fn try_from(raw: RawLabel) -> Result<Self, GeometryError> {
        let RawLabel { class, shape, frames, attributes, z } = raw;
        let frames = frames
            .into_iter()
            .map(|(frame, RawKeyframe { geometry, outside })| {
                Ok((frame, Keyframe { geometry: Geometry::parse(shape, geometry)?, outside }))
            })
            .collect::<Result<_, GeometryError>>()?;
        Ok(Self { class, shape, frames, attributes, z })
    }
}
