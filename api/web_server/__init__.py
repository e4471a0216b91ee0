"""How bytes reach us and leave: the event loop, the bridge to Flask, codings, the access log."""
