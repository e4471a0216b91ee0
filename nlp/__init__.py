"""Reading: from damaged policy documents to records, mentions and relations (no RDF, no HTTP)."""
