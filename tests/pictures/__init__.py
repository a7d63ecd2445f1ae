"""The pictures in the documents, compared with what the app draws now."""
