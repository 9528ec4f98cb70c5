//! Extractors: the caller and what they may do, and bodies, paths and queries whose rejections are API errors.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, RawPathParams};
use axum::http::header::{AUTHORIZATION, COOKIE, UPGRADE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use countersign_shared::ids::{ItemId, SessionId, TaskId};
use countersign_shared::role::Roles;
use countersign_shared::task::TaskState;
use countersign_shared::workflow::Stage;
use serde::Serialize;
use sqlx::PgConnection;

use crate::accounts::origin::is_unsafe;
use crate::app::{App, AppState};
use crate::db;
use crate::db::sessions::AuthenticatedUser;
use crate::db::users::User;
use crate::http::error::ApiError;
use crate::live::room::Actor;

pub const SESSION_COOKIE: &str = "countersign_session";

#[derive(FromRequest)]
#[from_request(via(axum::Json), rejection(ApiError))]
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(ApiError))]
pub struct Path<T>(pub T);

#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(ApiError))]
pub struct Query<T>(pub T);

/// The kind of credential that the caller authenticated with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Credential {
    Session,
    Token,
    Ticket,
}

/// The authenticated caller. A handler without this, [`TaskAccess`], [`ItemAccess`] or [`SiteAdmin`] is open to everyone.
pub struct Caller {
    pub user: User,
    /// The id of the session, or of the API token used instead.
    pub session: SessionId,
    pub credential: Credential,
}

impl Caller {
    pub(super) fn new(holder: AuthenticatedUser, credential: Credential) -> Self {
        Self { user: holder.user, session: holder.session, credential }
    }

    /// Checks again that the caller's session or token is valid, for streams.
    ///
    /// # Errors
    /// Returns an error if it has ended.
    pub async fn recheck_session(&self, db: &mut PgConnection) -> Result<(), ApiError> {
        if db::sessions::is_valid(db, self.session).await? {
            Ok(())
        } else {
            Err(ApiError::Unauthenticated("Your session has ended. Sign in again."))
        }
    }

    /// Returns the roles that this person acts with in a task, or `None` if they may not know of the task.
    pub(super) fn effective_roles(&self, member: &Roles, state: TaskState) -> Option<Roles> {
        let roles = member.acting(self.user.is_admin);
        state.is_visible_to(&roles).then_some(roles)
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, ApiError> {
        if let Some(authorization) = parts.headers.get(AUTHORIZATION) {
            let token = authorization.to_str().ok().and_then(|value| value.strip_prefix("Bearer "));
            let token = token
                .ok_or(ApiError::Unauthenticated("The Authorization header must be of the form: Bearer <token>."))?;
            let found = app.accounts.by_token(token.trim()).await?;
            let holder = found.ok_or(ApiError::Unauthenticated("This API token is unknown or has been revoked."))?;
            return Ok(Self::new(holder, Credential::Token));
        }
        let cookie = session_cookie(parts).ok_or(ApiError::Unauthenticated("Sign in first."))?;
        // A browser sends the cookie with requests from any site; only this site's own pages may use it.
        if is_unsafe(&parts.method) || parts.headers.contains_key(UPGRADE) {
            app.origins.require(&parts.headers)?;
        }
        let found = app.accounts.by_session(&cookie).await?;
        let holder = found.ok_or(ApiError::Unauthenticated("Your session has ended. Sign in again."))?;
        Ok(Self::new(holder, Credential::Session))
    }
}

pub(super) fn session_cookie(parts: &Parts) -> Option<String> {
    parts
        .headers
        .contains_key(COOKIE)
        .then(|| CookieJar::from_headers(&parts.headers).get(SESSION_COOKIE).map(|cookie| cookie.value().to_owned()))?
}

/// A caller who is a site admin: they manage user accounts and see everything.
pub struct SiteAdmin(pub Caller);

impl FromRequestParts<AppState> for SiteAdmin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, app).await?;
        if caller.user.is_admin { Ok(Self(caller)) } else { Err(ApiError::forbidden("Only site admins may do this.")) }
    }
}

/// A caller who is a member of the task whose id is `{id}` in the path. For anyone else the task does not exist.
pub struct TaskAccess {
    pub caller: Caller,
    pub task: TaskId,
    pub state: TaskState,
    pub roles: Roles,
}

impl TaskAccess {
    /// Loads the caller's access to a task.
    ///
    /// # Errors
    /// Returns an error if the task does not exist for this person.
    pub async fn load(app: &App, caller: Caller, task: TaskId) -> Result<Self, ApiError> {
        let mut db = app.db.acquire().await?;
        let member = db::tasks::membership(&mut db, task, caller.user.person.id).await?;
        let known =
            member.and_then(|member| Some((caller.effective_roles(&member.roles, member.state)?, member.state)));
        let (roles, state) = known.ok_or(ApiError::NotFound("Task not found."))?;
        Ok(Self { caller, task, state, roles })
    }

    /// Checks again that the session is valid and the person is a member, for streams.
    ///
    /// # Errors
    /// Returns an error if either has ended.
    pub async fn recheck(&self, app: &App) -> Result<(), ApiError> {
        let mut db = app.db.acquire().await?;
        self.caller.recheck_session(&mut db).await?;
        let member = db::tasks::membership(&mut db, self.task, self.caller.user.person.id).await?;
        let holds = member.and_then(|member| self.caller.effective_roles(&member.roles, member.state));
        holds.map(|_| ()).ok_or(ApiError::NotFound("Task not found."))
    }

    /// Requires an admin of the task.
    ///
    /// # Errors
    /// Returns an error if the person is not an admin of the task.
    pub fn require_manage(&self) -> Result<(), ApiError> {
        require(self.roles.can_manage(), "Only admins of the task may do this.")
    }

    /// Requires an admin or inspector of the task.
    ///
    /// # Errors
    /// Returns an error if the person is neither an admin nor an inspector of the task.
    pub fn require_inspect(&self) -> Result<(), ApiError> {
        require(self.roles.can_inspect(), "Only admins and inspectors of the task may do this.")
    }
}

impl FromRequestParts<AppState> for TaskAccess {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, app).await?;
        let task = path_id(parts).await?;
        Self::load(app, caller, task).await
    }
}

/// A caller who is a member of the task of the item whose id is `{id}` in the path. For anyone else the item does not exist.
pub struct ItemAccess {
    pub caller: Caller,
    pub item: ItemId,
    pub task: TaskId,
    pub task_state: TaskState,
    pub stage: Stage,
    pub roles: Roles,
}

impl ItemAccess {
    /// Loads the caller's access to an item.
    ///
    /// # Errors
    /// Returns an error if the item does not exist for this person.
    pub async fn load(app: &App, caller: Caller, item: ItemId) -> Result<Self, ApiError> {
        let place = db::items::context(&mut *app.db.acquire().await?, item, caller.user.person.id).await?;
        let known = place.and_then(|place| Some((caller.effective_roles(&place.roles, place.task_state)?, place)));
        let (roles, place) = known.ok_or(ApiError::NotFound("Item not found."))?;
        Ok(Self { caller, item, task: place.task, task_state: place.task_state, stage: place.stage, roles })
    }

    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor {
            person: self.caller.user.person.clone(),
            user: self.caller.user.person.id,
            session: self.caller.session,
            roles: self.roles.clone(),
        }
    }
}

impl FromRequestParts<AppState> for ItemAccess {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, app).await?;
        let item = path_id(parts).await?;
        Self::load(app, caller, item).await
    }
}

/// Requires a permission.
///
/// # Errors
/// Returns [`ApiError::Forbidden`] with `sentence` if it is not given.
pub fn require(allowed: bool, sentence: &str) -> Result<(), ApiError> {
    if allowed { Ok(()) } else { Err(ApiError::forbidden(sentence)) }
}

/// Returns the `{id}` of the path, which is read by name since some paths have a second id.
async fn path_id<T: std::str::FromStr>(parts: &mut Parts) -> Result<T, ApiError> {
    let params = RawPathParams::from_request_parts(parts, &()).await;
    let id = params.ok().and_then(|params| params.iter().find(|(name, _)| *name == "id").map(|(_, id)| id.parse()));
    id.and_then(Result::ok).ok_or_else(|| ApiError::invalid("An id in the URL is not valid."))
}

/// The address that the request comes from.
pub struct PeerAddress(pub IpAddr);

impl FromRequestParts<AppState> for PeerAddress {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, ApiError> {
        // Only the last entry is the proxy's own; a client can forge the others.
        let forwarded = app.config.server.trust_proxy.then(|| {
            let last = parts.headers.get_all("x-forwarded-for").iter().next_back()?;
            last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
        });
        let peer = || parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        Ok(Self(forwarded.flatten().or_else(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))))
    }
}
