"""What is said beside a question: reasons, hearsay, beliefs, numbers in passing."""
