"""Pages in the formats of archives, agencies and scholars, one module a format.

A module has ``dump``, and ``load`` where its format can hold a page with everything that belongs to it.
"""
