"""The composition root: settings, command line, supervisor and demo. The only place that knows every room."""
