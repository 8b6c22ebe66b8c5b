"""Forms of the register: plain input in, values for one action out."""
