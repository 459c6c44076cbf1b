"""The federal layer: acts and base document forms that every region stands on."""
