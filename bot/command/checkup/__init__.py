"""What the doctor looks at: small functions that each return what they found."""
