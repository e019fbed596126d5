"""Whether an answer without a name can be linked to a person: an adversary, leaky systems, a measure."""
