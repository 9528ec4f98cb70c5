//! `countersign user`: manages the accounts of users.

use anyhow::{Context, bail};
use clap::Subcommand;

use super::{output, session};
use crate::accounts::Accounts;
use crate::accounts::secret::Secret;
use crate::accounts::users::NewAccount;
use crate::clock::Clock;
use crate::config::DataConfig;
use crate::db::users::User;

#[derive(Subcommand)]
pub enum UserCommand {
    /// Create an account; its password is read from standard input, or generated and printed
    Add {
        #[arg(long)]
        email: String,
        /// Name shown to other users
        #[arg(long)]
        name: String,
        /// Allow the user to create tasks and manage users
        #[arg(long)]
        admin: bool,
        /// Read the password from the first line of standard input
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        config: Box<DataConfig>,
    },
    /// Disable an account: end all its sessions and refuse new sign-ins
    Disable {
        #[arg(long)]
        email: String,
        #[command(flatten)]
        config: Box<DataConfig>,
    },
    /// List all accounts
    List {
        #[command(flatten)]
        config: Box<DataConfig>,
    },
}

pub async fn run(command: UserCommand) -> anyhow::Result<()> {
    match command {
        UserCommand::Add { email, name, admin, password_stdin, config } => {
            let (password, made_up) = if password_stdin { (read_password()?, false) } else { (make_password(), true) };
            let account = NewAccount { email, name, password: password.clone(), is_admin: admin };
            let user = session::with_database(&config, async |db| {
                Ok(Accounts::new(db.clone(), Clock::system()).create(None, account).await?)
            })
            .await?;
            println!("{} can sign in as {}.", user.person.name, user.email);
            if made_up {
                println!("Password: {password}");
            }
        }
        UserCommand::Disable { email, config } => {
            let user = session::with_database(&config, async |db| {
                let accounts = Accounts::new(db.clone(), Clock::system());
                accounts.disable_by_email(&email).await.with_context(|| format!("disabling {email}"))
            })
            .await?;
            println!("{} ({}) can no longer sign in.", user.person.name, user.email);
        }
        UserCommand::List { config } => {
            let users = session::with_database(&config, async |db| {
                Ok(Accounts::new(db.clone(), Clock::system()).list().await?)
            })
            .await?;
            let line = |user: &User| {
                let admin = if user.is_admin { "site admin" } else { "" };
                let disabled = if user.disabled { "disabled" } else { "" };
                format!("{}\t{}\t{admin}\t{disabled}\n", user.email, user.person.name)
            };
            output::print(&users.iter().map(line).collect::<String>())?;
        }
    }
    Ok(())
}

fn read_password() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("reading the password")?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    if password.is_empty() {
        bail!("no password was given on standard input");
    }
    Ok(password)
}

fn make_password() -> String {
    Secret::generate().expose().chars().filter(char::is_ascii_alphanumeric).take(20).collect()
}
