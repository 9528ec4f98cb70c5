//! Issues of an item and their comments, as carried by the `issues` root of its document and by the API.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::ids::UserId;
use crate::label::MediaBounds;
use crate::limits;
use crate::workflow::Stage;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IssueKind {
    /// Created with the rejection of a label. It can be resolved, but not deleted.
    LabelRejection,
    /// About the whole item.
    File,
    /// About a point on the image.
    Pinned,
    /// About one frame of a media file with several frames.
    Frame,
    /// About a range of frames of a media file with several frames; in review and acceptance only.
    FrameRange,
    /// About something missing that the ontology requires. Only the server creates and resolves it.
    TaskRequirement,
}

impl IssueKind {
    /// Returns whether users open issues of this kind. The server creates the others.
    #[must_use]
    pub fn is_opened_by_users(self) -> bool {
        match self {
            Self::File | Self::Pinned | Self::Frame | Self::FrameRange => true,
            Self::LabelRejection | Self::TaskRequirement => false,
        }
    }

    /// Returns whether users resolve and reopen issues of this kind.
    #[must_use]
    pub fn is_resolved_by_users(self) -> bool {
        match self {
            Self::LabelRejection | Self::File | Self::Pinned | Self::Frame | Self::FrameRange => true,
            Self::TaskRequirement => false,
        }
    }

    /// Checks that a user can open an issue of this kind at `stage`, on media with `frames` frames.
    ///
    /// # Errors
    /// Returns [`IssueError::CreatedAutomatically`] if only the server creates this kind.
    /// Returns [`IssueError::OneFrame`] if this kind needs several frames and there is one.
    /// Returns [`IssueError::RangeStage`] if a frame range is opened outside review and acceptance.
    pub fn check_opening(self, stage: Stage, frames: u32) -> Result<(), IssueError> {
        if !self.is_opened_by_users() {
            return Err(IssueError::CreatedAutomatically);
        }
        if frames < 2 && matches!(self, Self::Frame | Self::FrameRange) {
            return Err(IssueError::OneFrame);
        }
        if self == Self::FrameRange && !matches!(stage, Stage::Review | Stage::Acceptance) {
            return Err(IssueError::RangeStage);
        }
        Ok(())
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IssueState {
    Open,
    Resolved,
}

/// The point that a pinned issue refers to.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Anchor {
    /// In pixels of the original media.
    pub x: f64,
    pub y: f64,
    pub frame: u32,
}

/// The frames that a frame or frame-range issue is about, both ends inclusive.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FrameSpan {
    pub first: u32,
    pub last: u32,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Issue {
    pub kind: IssueKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Anchor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frames: Option<FrameSpan>,
    /// The label that was rejected, or that lacks the required attribute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The required class that has no label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// The required attribute that the label lacks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
    /// Ids of the task's issue tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    pub state: IssueState,
    /// The user who opened it; absent if the server created it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by_name: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Who last resolved it and when; absent while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Resolved>,
    pub comments: Vec<Comment>,
}

impl Issue {
    /// Creates an open issue without a target, opened by the author of its first comment.
    #[must_use]
    pub fn open(kind: IssueKind, at: OffsetDateTime, comments: Vec<Comment>) -> Self {
        Self {
            kind,
            anchor: None,
            frames: None,
            label: None,
            class: None,
            attribute: None,
            tags: Vec::new(),
            state: IssueState::Open,
            by: comments.first().map(|first| first.by),
            by_name: comments.first().map(|first| first.by_name.clone()).unwrap_or_default(),
            at,
            resolved: None,
            comments,
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Resolved {
    /// Absent if the server resolved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by_name: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Comment {
    pub id: String,
    /// Plain text, to be displayed as such.
    pub text: String,
    /// Members of the task whom the text mentions as `@name`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    pub by: UserId,
    pub by_name: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Mention {
    pub id: UserId,
    pub name: String,
}

/// A tag that classifies issues of a task.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct IssueTag {
    /// Stable key that issues refer to, unique within the task.
    pub id: String,
    pub name: String,
    /// `#rrggbb`
    pub color: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum IssueError {
    #[error("issues of this kind are created automatically")]
    CreatedAutomatically,
    #[error("this item has only one frame")]
    OneFrame,
    #[error("issues about frame ranges can only be opened in review and acceptance")]
    RangeStage,
    #[error("only pinned issues have a position")]
    UnexpectedAnchor,
    #[error("a pinned issue needs a position")]
    MissingAnchor,
    #[error("the position lies outside the image")]
    Outside,
    #[error("this issue needs the frames it is about")]
    MissingFrames,
    #[error("only issues about frames have frames")]
    UnexpectedFrames,
    #[error("the frames must exist, and the last must not come before the first")]
    InvalidFrames,
}

/// Checks that the target of an issue fits its kind and the media.
///
/// # Errors
/// Returns an error for the first rule that the target breaks.
pub fn check_target(
    kind: IssueKind,
    anchor: Option<Anchor>,
    frames: Option<FrameSpan>,
    media: MediaBounds,
) -> Result<(), IssueError> {
    let within = |value: f64, end: u32| value.is_finite() && (0.0..=f64::from(end)).contains(&value);
    match (kind, anchor) {
        (IssueKind::Pinned, None) => return Err(IssueError::MissingAnchor),
        (IssueKind::Pinned, Some(at)) => {
            let fits = within(at.x, media.size.width) && within(at.y, media.size.height) && at.frame < media.frames;
            if !fits {
                return Err(IssueError::Outside);
            }
        }
        (_, Some(_)) => return Err(IssueError::UnexpectedAnchor),
        (_, None) => {}
    }
    match (kind, frames) {
        (IssueKind::Frame | IssueKind::FrameRange, None) => Err(IssueError::MissingFrames),
        (IssueKind::Frame | IssueKind::FrameRange, Some(span)) => {
            let one = kind == IssueKind::FrameRange || span.first == span.last;
            let fits = one && span.first <= span.last && span.last < media.frames;
            if fits { Ok(()) } else { Err(IssueError::InvalidFrames) }
        }
        (_, Some(_)) => Err(IssueError::UnexpectedFrames),
        (_, None) => Ok(()),
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum TagError {
    #[error("two tags have the same id {0:?}")]
    Duplicate(String),
    #[error("the id and the name of a tag must each have 1 to 64 characters")]
    Name,
    #[error("{0:?} is not a colour of the form #rrggbb")]
    Color(String),
    #[error("a task has at most {} issue tags", limits::MAX_ISSUE_TAGS)]
    TooMany,
}

/// Checks the issue tags of a task.
///
/// # Errors
/// Returns an error for the first rule that the tags break.
pub fn check_tags(tags: &[IssueTag]) -> Result<(), TagError> {
    if tags.len() > limits::MAX_ISSUE_TAGS {
        return Err(TagError::TooMany);
    }
    for (index, tag) in tags.iter().enumerate() {
        let named = |text: &str| (1..=limits::MAX_TAG_CHARS).contains(&text.trim().chars().count());
        if !named(&tag.id) || !named(&tag.name) {
            return Err(TagError::Name);
        }
        let hex = tag.color.strip_prefix('#').unwrap_or_default();
        if hex.len() != 6 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(TagError::Color(tag.color.clone()));
        }
        if tags[..index].iter().any(|other| other.id == tag.id) {
            return Err(TagError::Duplicate(tag.id.clone()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Size;

    const PICTURE: MediaBounds = MediaBounds { size: Size { width: 100, height: 50 }, frames: 1 };
    const VIDEO: MediaBounds = MediaBounds { size: Size { width: 100, height: 50 }, frames: 10 };

    #[test]
    fn f89_f92_each_issue_kind_is_limited_to_its_stages_and_media() {
        use IssueKind::*;
        for stage in Stage::ALL {
            for frames in [1, 10] {
                assert_eq!(File.check_opening(stage, frames), Ok(()));
                assert_eq!(Pinned.check_opening(stage, frames), Ok(()));
                assert_eq!(Frame.check_opening(stage, frames).is_ok(), frames > 1);
                let reviewing = matches!(stage, Stage::Review | Stage::Acceptance);
                assert_eq!(FrameRange.check_opening(stage, frames).is_ok(), frames > 1 && reviewing);
                assert_eq!(LabelRejection.check_opening(stage, frames), Err(IssueError::CreatedAutomatically));
                assert_eq!(TaskRequirement.check_opening(stage, frames), Err(IssueError::CreatedAutomatically));
            }
        }
    }

    #[test]
    fn f90_f91_f92_an_issue_target_must_fit_its_kind_and_the_media() {
        let place = |x, y, frame| Some(Anchor { x, y, frame });
        let span = |first, last| Some(FrameSpan { first, last });
        assert_eq!(check_target(IssueKind::File, None, None, PICTURE), Ok(()));
        assert_eq!(check_target(IssueKind::File, place(1.0, 1.0, 0), None, PICTURE), Err(IssueError::UnexpectedAnchor));
        assert_eq!(check_target(IssueKind::File, None, span(0, 0), PICTURE), Err(IssueError::UnexpectedFrames));
        assert_eq!(check_target(IssueKind::Pinned, None, None, PICTURE), Err(IssueError::MissingAnchor));
        assert_eq!(check_target(IssueKind::Pinned, place(100.0, 50.0, 0), None, PICTURE), Ok(()));
        for outside in [place(100.1, 1.0, 0), place(f64::NAN, 1.0, 0), place(1.0, -0.1, 0), place(1.0, 1.0, 1)] {
            assert_eq!(check_target(IssueKind::Pinned, outside, None, PICTURE), Err(IssueError::Outside));
        }
        assert_eq!(check_target(IssueKind::Frame, None, None, VIDEO), Err(IssueError::MissingFrames));
        assert_eq!(check_target(IssueKind::Frame, None, span(9, 9), VIDEO), Ok(()));
        assert_eq!(check_target(IssueKind::Frame, None, span(3, 4), VIDEO), Err(IssueError::InvalidFrames));
        assert_eq!(check_target(IssueKind::FrameRange, None, span(3, 9), VIDEO), Ok(()));
        for wrong in [span(4, 3), span(3, 10)] {
            assert_eq!(check_target(IssueKind::FrameRange, None, wrong, VIDEO), Err(IssueError::InvalidFrames));
        }
    }

    #[test]
    fn f97_tags_need_names_and_distinct_ids() {
        let tag = |id: &str| IssueTag { id: id.into(), name: id.to_uppercase(), color: "#aa0000".into() };
        assert_eq!(check_tags(&[tag("a"), tag("b")]), Ok(()));
        assert_eq!(check_tags(&[tag("a"), tag("a")]), Err(TagError::Duplicate("a".into())));
        assert_eq!(check_tags(&[tag("")]), Err(TagError::Name));
        let red = IssueTag { color: "red".into(), ..tag("a") };
        assert_eq!(check_tags(&[red]), Err(TagError::Color("red".into())));
        let many: Vec<_> = (0..=limits::MAX_ISSUE_TAGS).map(|n| tag(&n.to_string())).collect();
        assert_eq!(check_tags(&many), Err(TagError::TooMany));
    }
}
