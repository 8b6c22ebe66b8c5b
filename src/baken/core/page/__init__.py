"""The page components: one look for every page, as template tags, styles and two small scripts."""
