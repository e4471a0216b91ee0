"""Why a question is not answered: what was not read or would be dropped, and what is offered instead."""
