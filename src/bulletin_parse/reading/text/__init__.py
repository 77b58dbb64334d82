"""What converters make of a bulletin's text: lines of every kind, markup, tables; one file a habit, each found by evidence."""
