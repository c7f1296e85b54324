"""Files and formats in and out."""
