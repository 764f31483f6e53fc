"""Why the server refuses a request; and the page of its source."""

REFUSALS = {
    "refusal.viewer": "Only analysts may change this; you are a viewer in this project.",
    "refusal.passed_on": "This request was passed on by another machine.",
    "refusal.other_name": "This server answers only under the name of this machine.",
    "refusal.foreign": "This request comes from a page of another origin.",
    "refusal.other_machine": "This request comes from another machine.",
    "refusal.add_a_user": "Add a user to open the dashboard to others: {command}",
    "refusal.sign_in": "Sign in first.",
    "refusal.no_file": "There is no such file.",
    "refusal.no_run": "There is no run yet.",
    "refusal.no_call": "This is no call that a page of this server makes.",
    "refusal.month": "A month is written like {month}.",
    "refusal.away": (
        "The server cannot reach what it keeps just now. Whoever runs it finds the reason where it was started."
    ),
    # the page of the program's source
    "source.title": "Source",
    "source.heading": "The source of this program",
    "source.licence": (
        "Process Alignment Analyzer {version} is free software: you may use, study, share and change it under the "
        "terms of the GNU Affero General Public License, version 3 or (at your option) any later version."
    ),
    "source.right": "Whoever uses it over a network has a right to the source of exactly what is running here:",
    "source.download": "download it",
    "source.libraries": (
        "The libraries that it uses are published under their own licences on the Python Package Index."
    ),
    "source.back": "Back",
    # tables as workbooks
    "refusal.large_table": ("A table of more than {megabytes} MB or {cells} cells is not made here; save it as CSV."),
    "refusal.no_table": "This is no table: a CSV in UTF-8 with a row of names is needed.",
    # uploads
    "uploads.busy": "Several files are coming just now: this one goes on in a moment.",
    "uploads.silent": "Nothing came for a while: go on with the upload.",
    "uploads.protocol": "Uploads need the tus protocol, version {version}.",
    "uploads.methods": "Uploads are asked for with {ask}, gone on with by {go_on} and ended with {end}.",
    "uploads.not_kept": "The server cannot keep the file: {reason}.",
    "uploads.an_error": "an error",
    "uploads.many": "{n} uploads are under way: wait until one is done, or end one.",
    "uploads.quota": (
        "The file needs {size}; this project has {left} left of its {quota} for uploads. Remove a data set on the page "
        "Data."
    ),
    "uploads.disk": "The file needs {size}; the server's disk has room for {room}.",
    "uploads.no_length": "The upload does not say how long the file is.",
    "uploads.empty": "The file is empty.",
    "uploads.no_name": "The file has no name that can be shown.",
    "uploads.long_name": "The file's name is longer than {most} characters: rename it, and upload it again.",
    "uploads.role": "A file is either a log or signals.",
    "uploads.metadata": "The upload's metadata cannot be read: {key}.",
    "uploads.gone": "This upload does not exist any more: begin it again.",
    "uploads.stream": "The bytes of an upload come as {stream}.",
    "uploads.other_place": "The upload does not go on from there.",
    "uploads.overtaken": "Another connection goes on with this upload.",
    "uploads.more_bytes": "More bytes came than the file was to have: begin the upload again.",
    "uploads.changed": "The bytes changed on their way: they are sent again.",
    "uploads.checksum": "The checksum cannot be read.",
    "uploads.checksums": "Checksums are made with {names}.",
}
