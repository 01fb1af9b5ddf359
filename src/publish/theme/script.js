// Placeholder until search, filters and zones come.
