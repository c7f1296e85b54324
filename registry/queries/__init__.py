"""What a page, feed or report shows: frozen rows that follow the reader's permissions."""
