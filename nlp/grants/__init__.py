"""Grants: guidelines, calls for proposals, tables of grantees."""
