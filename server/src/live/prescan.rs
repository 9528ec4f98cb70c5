//! A look over the bytes of an update before yrs decodes them.
