//! The document of an item: the only place that knows yrs.
