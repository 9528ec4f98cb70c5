//! Imports: from annotated files to tasks and items.
