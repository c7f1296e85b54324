"""Work outside a request. Each job can run twice without harm."""
