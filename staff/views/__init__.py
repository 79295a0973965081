"""The staff screens, thin: ``permissions`` says what may be seen, ``actions`` writes."""
