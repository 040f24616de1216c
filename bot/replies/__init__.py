"""From a match to what is said: the parts of a reply in their order, for any screen."""
