"""Pages of pictures to lines of text, offline: the extra ``bulletin-parse[ocr]``.

``pictures`` takes a page's picture out of a PDF, ``recogniser`` finds and reads its lines, ``geometry`` brings them into
points, ``workers`` and ``cache`` spread and keep the work, ``engine`` makes a document of it all.
"""
