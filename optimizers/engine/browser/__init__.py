"""The compiled loop for browsers: the same intermediate code, translated to WebAssembly."""
