"""What a template update does to a project that its user has changed, with mlkit, copier and cruft."""
