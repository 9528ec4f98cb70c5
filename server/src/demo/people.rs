//! The people of the demo.

use anyhow::Context;
use countersign_shared::ids::UserId;
use countersign_shared::role::Role;
use sqlx::PgPool;

use crate::accounts::Accounts;
use crate::accounts::users::NewAccount;
use crate::clock::Clock;
use crate::db;

pub const DOMAIN: &str = "demo.countersign.example";
/// Everyone's password: simple, public, and only for a loopback address.
pub const PASSWORD: &str = "countersign";

pub struct DemoPerson {
    pub key: &'static str,
    pub name: &'static str,
    pub duties: &'static str,
    pub role: Role,
    pub is_admin: bool,
}

impl DemoPerson {
    #[must_use]
    pub fn email(&self) -> String {
        format!("{}@{DOMAIN}", self.key)
    }
}

const fn person(key: &'static str, name: &'static str, role: Role, duties: &'static str) -> DemoPerson {
    DemoPerson { key, name, duties, role, is_admin: matches!(role, Role::Admin) }
}

pub const PEOPLE: [DemoPerson; 5] = [
    person("ada", "Ada Lindqvist", Role::Admin, "manages people, tasks and imports"),
    person("ana", "Ana Ruiz", Role::Annotator, "annotates"),
    person("ben", "Ben Okafor", Role::Annotator, "annotates"),
    person("rei", "Rei Tanaka", Role::Reviewer, "reviews"),
    person("ines", "Ines Novak", Role::Inspector, "accepts, and can unlock items"),
];

/// The accounts, in the order of [`PEOPLE`].
pub struct DemoAccounts(Vec<(&'static DemoPerson, UserId)>);

impl DemoAccounts {
    pub fn members(&self) -> Vec<(UserId, Role)> {
        self.0.iter().map(|(person, id)| (*id, person.role)).collect()
    }

    /// Returns the id and the name of the person with this key.
    pub fn account(&self, key: &str) -> (UserId, &'static str) {
        let found = self.0.iter().find(|(person, _)| person.key == key);
        found.map(|(person, id)| (*id, person.name)).expect("the script names people of the demo")
    }
}

pub async fn make(db: &PgPool, clock: &Clock) -> anyhow::Result<DemoAccounts> {
    let accounts = Accounts::new(db.clone(), clock.clone());
    let mut cast = Vec::new();
    for person in &PEOPLE {
        let known = db::users::id_by_email(&mut *db.acquire().await?, &person.email()).await?;
        let id = match known {
            Some(id) => id,
            None => {
                let account = NewAccount {
                    email: person.email(),
                    name: person.name.to_owned(),
                    password: PASSWORD.to_owned(),
                    is_admin: person.is_admin,
                };
                let made = accounts.create(None, account).await;
                made.with_context(|| format!("creating the account of {}", person.name))?.person.id
            }
        };
        cast.push((person, id));
    }
    Ok(DemoAccounts(cast))
}
