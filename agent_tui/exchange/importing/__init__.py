"""From the files of this and other programs to conversations."""
