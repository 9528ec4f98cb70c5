//! The private database cluster of a server without `DATABASE_URL`.
