"""Files of paragraphs: Word's documents and web pages (the extra ``[office]``)."""
