"""What the method's words mean: pure data and pure rules, no input, no output, no clock."""
