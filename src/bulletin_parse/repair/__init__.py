def repaired(bulletin, document, lexicon=None):
    return bulletin
