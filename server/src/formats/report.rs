//! The report of an import or export: a line for each thing that was left out or changed, or is worth knowing.

use countersign_shared::limits;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Worth knowing; nothing is missing.
    Info,
    /// Something was left out or changed.
    Warning,
    /// Nothing was imported or exported.
    Error,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReportLine {
    pub level: Level,
    /// The file that the line is about, as named in the annotations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Id of the annotation that the line is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annotation: Option<String>,
    pub message: String,
}

/// Lines in order of occurrence. Lines beyond [`limits::MAX_REPORT_LINES`] are only counted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    lines: Vec<ReportLine>,
    omitted: usize,
    warnings: usize,
}

impl Report {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub fn push(&mut self, line: ReportLine) {
        if line.level > Level::Info {
            self.warnings += 1;
        }
        if self.lines.len() < limits::MAX_REPORT_LINES { self.lines.push(line) } else { self.omitted += 1 }
    }

    pub fn info(&mut self, file: Option<&str>, message: impl Into<String>) {
        self.push(ReportLine {
            level: Level::Info,
            file: file.map(truncate),
            annotation: None,
            message: message.into(),
        });
    }

    pub fn warning(&mut self, file: Option<&str>, message: impl Into<String>) {
        self.push(ReportLine {
            level: Level::Warning,
            file: file.map(truncate),
            annotation: None,
            message: message.into(),
        });
    }

    pub fn annotation(&mut self, file: Option<&str>, annotation: &str, message: impl Into<String>) {
        let annotation = Some(truncate(annotation));
        self.push(ReportLine { level: Level::Warning, file: file.map(truncate), annotation, message: message.into() });
    }

    /// Returns how many things were left out or changed, including those beyond the kept lines.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.warnings
    }

    /// Returns the kept lines, and one that counts the rest.
    #[must_use]
    pub fn into_lines(mut self) -> Vec<ReportLine> {
        if self.omitted > 0 {
            let message = format!("… and {} more lines", self.omitted);
            self.lines.push(ReportLine { level: Level::Warning, file: None, annotation: None, message });
        }
        self.lines
    }

    #[must_use]
    pub fn lines(&self) -> &[ReportLine] {
        &self.lines
    }
}

/// Shortens a name. Names come from files: a name of a megabyte must not add a megabyte to the report.
fn truncate(name: &str) -> String {
    name.chars().take(limits::MAX_NAME_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_beyond_the_limit_are_counted() {
        let mut report = Report::new();
        for i in 0..limits::MAX_REPORT_LINES + 5 {
            report.warning(None, format!("{i}"));
        }
        assert_eq!(report.warnings(), limits::MAX_REPORT_LINES + 5);
        let lines = report.into_lines();
        assert_eq!(lines.len(), limits::MAX_REPORT_LINES + 1);
        assert_eq!(lines.last().map(|line| line.message.as_str()), Some("… and 5 more lines"));
    }
}
