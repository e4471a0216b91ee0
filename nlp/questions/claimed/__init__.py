"""What a question claims and asks to have confirmed: of a whole set, against a name, a value or a rule."""
