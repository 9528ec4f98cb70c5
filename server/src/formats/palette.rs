//! Class colours that people with any kind of colour vision can tell apart.

/// Paul Tol's "bright" and "muted" schemes (Technical Note SRON/EPS/TN/09-002, 3.2), without their greys, in an order in which
/// neighbours are easy to tell apart.
const COLORS: [&str; 15] = [
    "#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#332288", "#ddcc77", "#117733", "#88ccee",
    "#882255", "#44aa99", "#999933", "#cc6677", "#aa4499",
];

/// Returns the colour of the class at `index`. Colours repeat if there are more classes than people can tell apart.
#[must_use]
pub fn color(index: usize) -> String {
    COLORS[index % COLORS.len()].to_owned()
}
