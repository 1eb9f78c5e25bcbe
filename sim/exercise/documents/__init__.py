"""Documents: papers for people, said once as blocks and written as .docx, .html and .md."""
