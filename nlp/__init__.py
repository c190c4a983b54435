"""Words to meaning: a plain library without database, queue or network."""
