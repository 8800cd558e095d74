"""A Report said in other words: docx, FHIR resources, codes. No I/O of any kind."""
