"""Record linkage: what is one programme, what became of it, which measures it serves."""
