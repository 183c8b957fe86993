"""Where chapters begin, by each kind of evidence: one module each, from a title's facts to starts on its timeline."""
