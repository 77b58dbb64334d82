"""What is known of the Chinese press: outlets and their hosts, bylines, dates in links."""
