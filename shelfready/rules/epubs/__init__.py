"""What an ebook must be."""
