"""Uploads of any size: the tus protocol (tus.io, version 1.0) from the browser to a data set of the project.

Extensions: creation, termination, expiration, checksum. What has arrived lies on the disk at every moment, so an
upload goes on where it was after a lost connection, a reload of the page or a restart of the server.
"""

from dashboards.uploads.routes import routes

__all__ = ["routes"]
