"""Vietnamese text: normal forms, folding, syllables, legacy encodings."""
