"""Numbers that remember: arithmetic, units, intervals and formulas over claims."""
