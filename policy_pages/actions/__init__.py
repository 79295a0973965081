"""Every write of the content side: one transaction, lock, rule, check, save, one log entry."""
