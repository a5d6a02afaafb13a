"""What a session may do: rules, shell commands read apart, and the verdict. Pure."""
