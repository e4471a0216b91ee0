"""Values as printed: amounts, dates and years, rates, counts, quantities."""
