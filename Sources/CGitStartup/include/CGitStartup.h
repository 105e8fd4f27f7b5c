// Nothing to call: see CGitStartup.c.
