"""A folder of tables -> a checked Case: the ledger, the schema of its rows, and what is written from them."""
