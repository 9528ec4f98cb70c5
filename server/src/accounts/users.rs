//! Creating and changing user accounts, for both the HTTP API and the command line.

use std::net::IpAddr;
use std::time::Duration;

use countersign_shared::ids::{SessionId, UserId};
use countersign_shared::limits;
use countersign_shared::lock::Person;
use countersign_shared::name::validate_name;
use serde_json::json;
use thiserror::Error;

use crate::accounts::Accounts;
use crate::accounts::password::{PasswordError, check_new_password};
use crate::db::audit::{self, Audit};
use crate::db::sessions;
use crate::db::users::{self, NewUser, User, UserChange};

/// Colours that colour-blind people can tell apart and that keep white text readable.
const COLORS: [&str; 12] = [
    "#0b7285", "#c2255c", "#2b8a3e", "#5f3dc4", "#d9480f", "#1864ab", "#862e9c", "#5c940d", "#a61e4d", "#087f5b",
    "#364fc7", "#9c6500",
];

#[derive(Debug, Error)]
pub enum AccountError {
    #[error("{message}")]
    Invalid { field: &'static str, message: String },
    #[error("This e-mail is already in use.")]
    EmailTaken,
    #[error("User not found.")]
    NotFound,
    #[error("This is the last site admin who can sign in. Make another user a site admin first.")]
    LastAdmin,
    #[error("Too many password attempts. Wait a minute and try again.")]
    RateLimited(Duration),
    #[error("Too many passwords are being checked at the moment. Try again shortly.")]
    Busy,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Internal(anyhow::Error),
}

impl From<PasswordError> for AccountError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::Busy,
            PasswordError::Internal(error) => Self::Internal(error),
        }
    }
}

pub struct NewAccount {
    pub email: String,
    pub name: String,
    pub password: String,
    pub is_admin: bool,
}

/// Changes to an account; `None` leaves a field unchanged.
#[derive(Default)]
pub struct AccountChange {
    pub name: Option<String>,
    pub disabled: Option<bool>,
    pub is_admin: Option<bool>,
    pub password: Option<String>,
}

impl Accounts {
    /// Creates an account. `by` is the site admin, or `None` on the command line.
    ///
    /// # Errors
    /// Returns an error if a field is invalid, or if the e-mail is taken.
    pub async fn create(&self, by: Option<UserId>, new: NewAccount) -> Result<User, AccountError> {
        let (email, name) = (check_email(&new.email)?, check_name(&new.name)?);
        check_new_password(&new.password).map_err(|message| AccountError::Invalid { field: "password", message })?;
        let password_hash = self.passwords.hash(new.password).await?;
        let id: UserId = self.clock.new_id();
        let color = color_of(id);
        let mut db = self.db.begin().await?;
        let user =
            NewUser { id, email: &email, name: &name, color, password_hash: &password_hash, is_admin: new.is_admin };
        if !users::insert(&mut db, &user).await? {
            return Err(AccountError::EmailTaken);
        }
        let detail = json!({ "is_admin": new.is_admin });
        audit::write(&mut db, &Audit { subject: Some(id), detail, ..Audit::new(by, "user.create") }).await?;
        db.commit().await?;
        let person = Person { id, name, color: color.to_owned() };
        Ok(User { person, email, is_admin: new.is_admin, disabled: false })
    }

    /// Changes an account. Also returns the sessions and tokens that this ended, for [`crate::accounts::revocation`] to close
    /// their sockets.
    ///
    /// # Errors
    /// Returns an error if a field is invalid, if the user does not exist, or if no site admin who can sign in would remain.
    pub async fn change(
        &self,
        by: Option<UserId>,
        id: UserId,
        change: AccountChange,
    ) -> Result<(User, Vec<SessionId>), AccountError> {
        let name = change.name.as_deref().map(check_name).transpose()?;
        if let Some(password) = &change.password {
            check_new_password(password).map_err(|message| AccountError::Invalid { field: "password", message })?;
        }
        let password_hash = match change.password {
            Some(password) => Some(self.passwords.hash(password).await?),
            None => None,
        };
        let mut db = self.db.begin().await?;
        let admins = users::lock_and_list_admins(&mut db).await?;
        let before = users::get(&mut db, id).await?.ok_or(AccountError::NotFound)?;
        if (change.disabled == Some(true) || change.is_admin == Some(false)) && admins == [id] {
            return Err(AccountError::LastAdmin);
        }
        let update = UserChange {
            name: name.as_deref(),
            is_admin: change.is_admin,
            disabled: change.disabled,
            password_hash: password_hash.as_deref(),
        };
        users::update(&mut db, id, &update).await?;
        let after = users::get(&mut db, id).await?.ok_or(AccountError::NotFound)?;
        let loses_rights = (after.disabled && !before.disabled) || (before.is_admin && !after.is_admin);
        let ended = if loses_rights || password_hash.is_some() {
            sessions::revoke_all_of(&mut db, id, None).await?
        } else {
            Vec::new()
        };
        let detail = json!({
            "name": name, "disabled": change.disabled, "is_admin": change.is_admin, "password": password_hash.is_some(),
        });
        audit::write(&mut db, &Audit { subject: Some(id), detail, ..Audit::new(by, "user.change") }).await?;
        db.commit().await?;
        Ok((after, ended))
    }

    /// Changes a user's own password and ends all their other sessions and tokens, which are returned as in [`Self::change`].
    /// Attempts count as sign-in attempts, so that nobody at an unattended browser can try passwords faster here.
    ///
    /// # Errors
    /// Returns an error if a field is invalid (including a wrong `current` password), or after too many attempts.
    pub async fn change_own_password(
        &self,
        user: &User,
        keep: SessionId,
        address: IpAddr,
        current: String,
        new: String,
    ) -> Result<Vec<SessionId>, AccountError> {
        check_new_password(&new).map_err(|message| AccountError::Invalid { field: "new", message })?;
        let wrong =
            || AccountError::Invalid { field: "current", message: "This is not your current password.".to_owned() };
        if current.chars().count() > limits::MAX_PASSWORD_CHARS {
            return Err(wrong());
        }
        self.limiter.attempt(&user.email, address).map_err(AccountError::RateLimited)?;
        let found = users::sign_in_by_email(&mut *self.db.acquire().await?, &user.email).await?;
        let stored = found.map(|(_, hash)| hash).ok_or_else(wrong)?;
        if !self.passwords.verify(current, Some(stored.clone())).await? {
            return Err(wrong());
        }
        let hash = self.passwords.hash(new).await?;
        let id = user.person.id;
        let mut db = self.db.begin().await?;
        // Hashing takes a while: of two concurrent changes, the second no longer has the right current password.
        if !users::replace_password(&mut db, id, &stored, &hash).await? {
            return Err(wrong());
        }
        let ended = sessions::revoke_all_of(&mut db, id, Some(keep)).await?;
        let detail = json!({ "password": true });
        audit::write(&mut db, &Audit { subject: Some(id), detail, ..Audit::new(Some(id), "user.change") }).await?;
        db.commit().await?;
        Ok(ended)
    }

    /// Disables the account with this e-mail, for the command line.
    ///
    /// # Errors
    /// Returns an error if no account has this e-mail, or if it belongs to the last site admin who can sign in.
    pub async fn disable_by_email(&self, email: &str) -> Result<User, AccountError> {
        let mut db = self.db.acquire().await?;
        let id = users::id_by_email(&mut db, email).await?.ok_or(AccountError::NotFound)?;
        drop(db);
        let change = AccountChange { disabled: Some(true), ..AccountChange::default() };
        Ok(self.change(None, id, change).await?.0)
    }

    /// Lists all accounts.
    ///
    /// # Errors
    /// Returns an error if the database cannot be reached.
    pub async fn list(&self) -> Result<Vec<User>, AccountError> {
        Ok(users::list(&mut *self.db.acquire().await?).await?)
    }
}

fn check_email(email: &str) -> Result<String, AccountError> {
    let email = email.trim();
    let usable = email.len() <= limits::MAX_NAME_CHARS
        && email
            .split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty() && !host.contains('@'))
        && !email.chars().any(|c| c.is_whitespace() || c.is_control());
    if usable {
        Ok(email.to_owned())
    } else {
        Err(AccountError::Invalid { field: "email", message: "Enter a valid e-mail address.".to_owned() })
    }
}

fn check_name(name: &str) -> Result<String, AccountError> {
    let name = validate_name(name);
    name.map(str::to_owned).map_err(|error| AccountError::Invalid { field: "name", message: error.to_string() })
}

/// Picks a colour by the end of the id, which is random and so spreads users evenly over the colours.
fn color_of(id: UserId) -> &'static str {
    COLORS[usize::from(id.0.as_bytes()[15]) % COLORS.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_needs_a_user_and_a_host() {
        for good in ["ana@example.org", " ana+x@localhost "] {
            assert!(check_email(good).is_ok(), "{good}");
        }
        for bad in ["", "ana", "@example.org", "ana@", "a@b@c", "a b@c", "a\u{0}@c"] {
            assert!(check_email(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_name_is_trimmed_and_not_empty() {
        assert_eq!(check_name("  Ana ").expect("good"), "Ana");
        assert!(check_name("   ").is_err());
        assert!(check_name("a\nb").is_err());
    }
}
