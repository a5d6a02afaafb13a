"""What list_dir, glob and grep share: the walk, ignore rules, patterns, two ways of searching."""
