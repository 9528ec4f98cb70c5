//! Pure types and rules shared by the server, the load tests and, as generated code, the browser client.
//! Nothing here performs I/O, reads a clock or generates random numbers.

pub mod api_error;
pub mod bulk;
pub mod geometry;
pub mod ids;
pub mod issue;
pub mod item_filter;
pub mod label;
pub mod limits;
pub mod lock;
pub mod name;
pub mod notification;
pub mod ontology;
pub mod ontology_change;
pub mod outline;
pub mod publishing;
pub mod requirement;
pub mod review;
pub mod rle;
pub mod role;
pub mod sampling;
pub mod task;
pub mod wire;
pub mod workflow;
