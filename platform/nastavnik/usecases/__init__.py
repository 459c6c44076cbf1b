"""One function per thing that a person does: keyword-only, guarded, the only way to write."""
