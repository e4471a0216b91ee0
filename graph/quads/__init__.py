"""Records and conclusions as RDF, with their evidence."""
