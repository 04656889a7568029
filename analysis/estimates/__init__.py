"""Numbers that know where they came from: arithmetic, units, intervals and formulas over claims."""
