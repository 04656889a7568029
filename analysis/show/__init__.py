"""What a notebook cell displays: frozen objects that know no output format."""
