"""Reports rendered by the workers of a dask cluster: what is sent to them, and what comes back to be published."""
