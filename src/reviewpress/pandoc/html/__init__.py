"""Write a document as a website."""
