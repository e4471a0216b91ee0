"""Pages for people: home, browse, things, embeds, and the words of the interface."""
