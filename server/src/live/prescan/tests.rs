//! Tests of the prescan.
