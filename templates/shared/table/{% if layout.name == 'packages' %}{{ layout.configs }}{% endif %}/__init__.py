"""All that can be configured and may change: paths, columns, numbers. Values of stages are in mlkit.yaml."""
