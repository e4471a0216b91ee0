"""What Japanese says about a text: words, sentences, names of offices, laws, programmes, who is supported."""
