"""What is seen: widgets paint what they are given and say what a person wants of them."""
