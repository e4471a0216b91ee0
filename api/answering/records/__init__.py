"""What one small record says: a rule, an activity, a part of a sheet, a call, a guideline, a measure, a row of the list of grantees."""
