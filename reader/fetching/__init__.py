"""Addresses fetched from the web, only when one is given: what was sent is checked, and kept as evidence.

What is left to others: what the bytes are (`loaders`), which article an address is (`annotations`).
"""
