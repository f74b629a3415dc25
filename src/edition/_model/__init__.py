"""Values: what makes and changes the document object model."""
