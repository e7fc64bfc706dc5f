"""What speaks to a visitor in their language: translations, lessons, glossary, numbers, names."""
