"""Somebody who runs the server and wants to know who wrote what: skilled, patient, and with every file."""
