"""Which reports to render, in which processes, and what is kept and published of them."""
