//! The demo workspace of `make run`.
