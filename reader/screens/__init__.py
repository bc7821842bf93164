"""What fills the terminal: screens wire widgets to the session and the library."""
