"""Chart forms, one module each, drawn on one canvas as SVG."""
