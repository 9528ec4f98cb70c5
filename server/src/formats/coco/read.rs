//! Reads a COCO file as a stream. A malformed record becomes a line in the report; a malformed file is an error.

use std::borrow::Cow;
use std::fmt;
use std::io::BufRead;

use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use thiserror::Error;

use super::model::{Annotation, Category, Image};
use crate::formats::report::Report;

#[derive(Debug, Default)]
pub struct CocoFile {
    pub images: Vec<Image>,
    pub categories: Vec<Category>,
    pub annotations: Vec<Annotation>,
}

#[derive(Debug, Error)]
pub enum ReadError {
    #[error("the annotation file is not valid JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the annotation file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    #[error("the annotation file is not a COCO file: it has no list named \"images\"")]
    NotCoco,
}

/// Reads a COCO file. Records that are not valid are reported and left out.
///
/// # Errors
/// Returns an error if the JSON is malformed (with line and column) or is not a COCO file.
pub fn read(mut reader: impl BufRead, report: &mut Report) -> Result<CocoFile, ReadError> {
    if reader.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        // Skip the byte order mark that Windows programs put before UTF-8.
        reader.consume(3);
    }
    let mut deserializer = serde_json::Deserializer::from_reader(reader);
    let mut file = CocoFile::default();
    let found = deserializer.deserialize_map(TopLevel { file: &mut file, report })?;
    deserializer.end()?;
    if found { Ok(file) } else { Err(ReadError::NotCoco) }
}

struct TopLevel<'a> {
    file: &'a mut CocoFile,
    report: &'a mut Report,
}

impl<'de> Visitor<'de> for TopLevel<'_> {
    /// Whether the file has a list of images.
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with images, categories and annotations")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<bool, M::Error> {
        let mut found = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "images" => {
                    found = true;
                    map.next_value_seed(RecordList {
                        into: &mut self.file.images,
                        noun: "image",
                        report: self.report,
                    })?;
                }
                "categories" => {
                    let into = &mut self.file.categories;
                    map.next_value_seed(RecordList { into, noun: "category", report: self.report })?;
                }
                "annotations" => {
                    let into = &mut self.file.annotations;
                    map.next_value_seed(RecordList { into, noun: "annotation", report: self.report })?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found)
    }
}

/// A list whose records are read one by one, so that a malformed record does not affect the others.
struct RecordList<'a, T> {
    into: &'a mut Vec<T>,
    noun: &'static str,
    report: &'a mut Report,
}

/// The part of a malformed record that identifies it.
#[derive(Deserialize)]
struct RecordId {
    id: super::model::Id,
}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for RecordList<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for RecordList<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of records, one per {}", self.noun)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<(), S::Error> {
        let mut number = 0;
        while let Some(raw) = seq.next_element::<Box<RawValue>>()? {
            number += 1;
            // JSON allows the NUL character, but text in the database does not.
            let text = raw.get();
            let text = if text.contains("\\u0000") {
                Cow::Owned(text.replace("\\u0000", "\\ufffd"))
            } else {
                Cow::Borrowed(text)
            };
            match serde_json::from_str(&text) {
                Ok(record) => self.into.push(record),
                Err(error) => {
                    let id = serde_json::from_str::<RecordId>(&text).map_or_else(|_| String::from("?"), |n| n.id.0);
                    // The position is relative to the record and would mislead.
                    let error = error.to_string();
                    let why = error.split(" at line ").next().unwrap_or(&error);
                    let message = format!("{} number {number} is not valid and was left out: {why}", self.noun);
                    self.report.annotation(None, &id, message);
                }
            }
        }
        Ok(())
    }
}
