"""The SPARQL endpoint: protocol, guard, formats, query processes with limits that hold."""
