"""The phones' door: a small server in a process of its own, which knows only what phones may see."""
