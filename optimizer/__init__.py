"""Decides where people in Dutch crisis emergency reception sleep tonight."""

__version__ = "0.1.0"
