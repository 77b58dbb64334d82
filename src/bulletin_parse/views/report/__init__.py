"""The archive report: an overview with calendar, plots and search, and a page for each bulletin; files that need nothing beside them."""
