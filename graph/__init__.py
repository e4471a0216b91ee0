"""Knowing: from records to a reconciled, validated RDF graph in an embedded store (no HTTP)."""
