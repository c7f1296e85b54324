"""All of Flask: pages, forms, language, sign-in, errors, static files."""
