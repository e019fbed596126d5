"""What we write for office programs: that it says what it should, and that another program opens it."""
