"""Three published self-assessments, entered as evidence and drafted again."""
