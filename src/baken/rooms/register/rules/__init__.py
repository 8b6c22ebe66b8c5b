"""Pure decisions of the register: who decides on a risk, until when, and what comes next."""
