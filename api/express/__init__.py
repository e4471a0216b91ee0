"""Express lanes: connections whose queries have shown to be quick are answered by processes of their own, HTTP included.

`docs/decisions/0012-express-lanes.md` says why, and why nothing is lost when such a process is killed.
"""
