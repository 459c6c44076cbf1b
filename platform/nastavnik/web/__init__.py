"""Server-rendered pages: the app factory, one blueprint per noun, templates and styles."""
